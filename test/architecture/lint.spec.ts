import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const DOMAIN = 'libs/domain/kernel/src/errors.ts';
const PORT = 'libs/application/ports/src/secrets.ts';
const SPEC = 'test/architecture/lint.spec.ts';

/** File whose rules apply, a text that breaks one of them, that rule. */
const VIOLATIONS: readonly (readonly [file: string, text: string, rule: string])[] = [
  [DOMAIN, 'export const at = new Date();', 'no-restricted-syntax'],
  [DOMAIN, 'export const at = Date.now();', 'no-restricted-properties'],
  [DOMAIN, 'export const chance = Math.random();', 'no-restricted-properties'],
  [DOMAIN, 'export const home = process.cwd();', 'no-restricted-globals'],
  [DOMAIN, 'export const later = (f: () => void) => setTimeout(f, 1);', 'no-restricted-globals'],
  [DOMAIN, 'export const wait = async (): Promise<void> => undefined;', 'no-restricted-syntax'],
  [DOMAIN, "import { join } from 'node:path';\nexport const path = join('a');", 'no-restricted-imports'],
  [PORT, 'const one = 1;\nexport default one;', 'no-restricted-syntax'],
  [PORT, 'export enum Colour { Red }', 'no-restricted-syntax'],
  [PORT, 'export const read = (x: any): void => void x;', '@typescript-eslint/no-explicit-any'],
  [PORT, "console.log('x');", 'no-console'],
  [
    PORT,
    "export const f = (x: 'a' | 'b'): void => {\n  switch (x) {\n    case 'a':\n  }\n};",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [PORT, 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];', 'max-params'],
  [PORT, Array.from({ length: 251 }, (_, i) => `export const a${i} = 1;`).join('\n'), 'max-lines'],
  [PORT, `export const f = () => {\n${'  void 1;\n'.repeat(50)}};`, 'max-lines-per-function'],
  [PORT, `export const f = (a: number) => ${'a === 1 || '.repeat(10)}a === 2;`, 'complexity'],
  [SPEC, "it.only('x', () => undefined);", 'no-restricted-syntax'],
  [SPEC, 'export const f = async (sleep: () => Promise<void>) => await sleep();', 'no-restricted-syntax'],
];

/** ESLint's own API is a native module, which Jest cannot load: one process lints all texts. */
const LINT = `
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
const eslint = new ESLint();
const found = [];
for (const [filePath, code] of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath });
  found.push(result.messages.map((message) => message.ruleId));
}
process.stdout.write(JSON.stringify(found));`;

const lint = (): readonly (readonly string[])[] => {
  const input = JSON.stringify(VIOLATIONS);
  // Where CI is set the parser would look at the files themselves, once, instead of at the texts.
  const env = { ...process.env, TSESTREE_SINGLE_RUN: 'false' };
  const options = { cwd: ROOT, env, input, encoding: 'utf8' } as const;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', LINT], options);
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as readonly (readonly string[])[];
};

describe('lint catches', () => {
  const found = lint();

  it.each(VIOLATIONS.map(([file, text, rule], i) => [rule, file, text.split('\n')[0] ?? '', i] as const))(
    '%s in %s: %s',
    (rule, _file, _text, i) => expect(found[i]).toContain(rule),
  );
});
