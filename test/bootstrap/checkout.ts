import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../..');

/** Stands in for npm: notes its arguments, the variables npm set for it, and leaves a compiler behind; or hangs until orphaned. */
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const inherited = Object.keys(process.env).filter((name) => /^npm_(lifecycle|package)/.test(name));
appendFileSync('calls', 'npm ' + [...process.argv.slice(2), ...inherited].join(' ') + '\\n');
const parent = process.ppid;
if (process.env.FAKE_NPM === 'hang') setInterval(() => process.ppid === parent || process.exit(), 50);
else if (process.env.FAKE_NPM === 'fail') process.exitCode = 7;
else {
  mkdirSync('node_modules/@nestjs/cli/bin', { recursive: true });
  writeFileSync('node_modules/@nestjs/cli/bin/nest.js', process.env.FAKE_NEST);
}`;

const NEST = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('calls', 'nest ' + process.argv.slice(2).join(' ') + '\\n');
mkdirSync('dist/apps/server/src', { recursive: true });
writeFileSync('dist/apps/server/src/main.js', '');`;

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A small checkout with the real bootstrap, a false npm and a PATH of its own. */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), 'cairn-bootstrap-'));
  private readonly programs = join(this.root, 'programs');

  constructor() {
    cpSync(join(REPOSITORY, 'scripts'), join(this.root, 'scripts'), { recursive: true });
    this.write('package.json', '{ "engines": { "node": ">=20.19" } }');
    for (const name of ['package-lock.json', 'tsconfig.json', 'nest-cli.json']) this.write(name, '{}');
    this.write('apps/server/src/main.ts', '');
    this.write('libs/domain/kernel/src/index.ts', '');
    this.write('npm-cli.js', NPM);
    for (const name of ['git', 'ansible-playbook']) this.program(name, '');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** A program on the PATH of the bootstrap: a shell script that notes its call. */
  program(name: string, script: string): void {
    this.write(`programs/${name}`, `#!/bin/sh\necho "${name} $*" >> calls\n${script}\n`);
    chmodSync(join(this.programs, name), 0o755);
  }

  withoutProgram(name: string): void {
    rmSync(join(this.programs, name));
  }

  /** What was called since the last look, one line a call. */
  calls(): readonly string[] {
    const file = join(this.root, 'calls');
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    rmSync(file);
    return lines.map((line) => line.trim());
  }

  start(flags: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [join(this.root, 'scripts/bootstrap.mjs'), ...flags], {
      env: { PATH: this.programs, npm_execpath: join(this.root, 'npm-cli.js'), FAKE_NEST: NEST, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const ended = once(child, 'close').then(([code]): Run => ({ code: code as number | null, output }));
    return { child, ended };
  }

  run(flags: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    return this.start(flags, environment).ended;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
