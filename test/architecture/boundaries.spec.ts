import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The part of dependency-cruiser's JSON report that these tests read. */
interface Report {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly module: string; readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

const ROOT = resolve(__dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');

const cruise = (cwd: string, ...folders: readonly string[]): Report => {
  const args = [CRUISER, ...folders, '--config', CONFIG, '--ts-config', 'tsconfig.json', '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Report;
};

/** Every file of violations/ that breaks a rule; all others there are legal neighbours that must not be reported. */
const VIOLATIONS: readonly (readonly [rule: string, from: string])[] = [
  ['adapters-only-fill-ports', 'libs/adapters/store/src/borrows-the-log.ts'],
  ['aggregates-are-strangers', 'libs/domain/workflow-run/src/run.ts'],
  ['application-has-no-adapters', 'libs/application/queries/src/binds-an-adapter.ts'],
  ['apps-are-strangers', 'apps/other/src/borrows-the-server.ts'],
  ['domain-is-pure', 'libs/domain/job/src/loads-a-package.ts'],
  ['domain-is-pure', 'libs/domain/job/src/reads-a-file.ts'],
  ['domain-is-pure', 'libs/domain/workflow-run/src/waits-on-a-clock.ts'],
  ['front-door-for-programs', 'apps/server/src/back-door.ts'],
  ['front-door-only', 'libs/domain/schedule/src/back-door.ts'],
  ['no-cycles', 'libs/domain/schedule/src/egg.ts'],
  ['no-library-cycles', 'libs/application/commands/src'],
  ['no-library-cycles', 'libs/application/processes/src'],
  ['not-your-own-door', 'libs/domain/schedule/src/uses-own-door.ts'],
  ['resolvable', 'libs/adapters/store/src/leads-nowhere.ts'],
  ['ships-what-it-needs', 'libs/adapters/store/src/ships-a-development-package.ts'],
  ['tests-stay-tests', 'libs/adapters/store/src/ships-a-fake.ts'],
];

describe('each rule bites', () => {
  const { summary } = cruise(join(__dirname, 'violations'), '.');

  it('reports every violation and no legal neighbour', () => {
    const reported = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
    expect(reported.sort()).toEqual(VIOLATIONS.map(([rule, from]) => `${rule}: ${from}`));
  });

  it('has a violation for every rule', () => {
    const rules = summary.ruleSetUsed.forbidden.map(({ name }) => name);
    expect(new Set(VIOLATIONS.map(([rule]) => rule))).toEqual(new Set(rules));
  });
});

describe('the real tree', () => {
  it('follows aliases to the front door, so that the rules see libraries', () => {
    const aliased = cruise(ROOT, 'apps', 'libs').modules.flatMap(({ dependencies }) =>
      dependencies.filter(({ module }) => /^@(domain|application|adapters|testing)\//.test(module)),
    );
    expect(aliased.length).toBeGreaterThan(0);
    expect(aliased.map(({ resolved }) => resolved)).toEqual(
      aliased.map(({ module }) => `libs/${module.slice(1)}/src/index.ts`),
    );
  });

  it('passes the gate as `npm run boundaries` runs it', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts.boundaries).toContain('depcruise apps libs test');
    const { status, stdout } = spawnSync('npm', ['run', '--silent', 'boundaries'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('no dependency violations') });
  });
});
