import { setTimeout as pause } from 'node:timers/promises';
import { Checkout } from './checkout.js';

const INSTALL = 'npm ci --include=dev --loglevel=error';
const BUILD = 'nest build server';
const APT = 'apt-get -qq -o DPkg::Lock::Timeout=300';
const APT_INSTALL = `${APT} install -y --no-install-recommends ansible-core`;
const isRoot = process.getuid?.() === 0;

let checkout: Checkout;
beforeEach(() => {
  checkout = new Checkout();
});
afterEach(() => checkout.remove());

const until = async (condition: () => boolean): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('condition not met in 20 s');
    await pause(10);
  }
};

describe('what is done already is left alone', () => {
  it('installs and builds once', async () => {
    expect(await checkout.run(['--build'])).toMatchObject({ code: 0 });
    expect(checkout.calls()).toEqual([INSTALL, BUILD]);
    expect(await checkout.run(['--build'])).toEqual({ code: 0, output: '' });
    expect(checkout.calls()).toEqual([]);
  });

  it('only installs when it is not asked to build', async () => {
    await checkout.run([]);
    expect(checkout.calls()).toEqual([INSTALL]);
  });

  it.each([
    ['the lock file', 'package-lock.json', [INSTALL, BUILD]],
    ['a source', 'libs/domain/kernel/src/index.ts', [BUILD]],
    ['a new source', 'apps/server/src/other.ts', [BUILD]],
    ['the compiler settings', 'tsconfig.json', [BUILD]],
    ['a spec', 'libs/domain/kernel/src/index.spec.ts', []],
  ])('does what a change of %s asks for', async (_what, path, calls) => {
    await checkout.run(['--build']);
    checkout.calls();
    checkout.write(path, '{ }');
    expect(await checkout.run(['--build'])).toMatchObject({ code: 0 });
    expect(checkout.calls()).toEqual(calls);
  });
});

describe('failure', () => {
  it('tries again after a failed install', async () => {
    const { code, output } = await checkout.run(['--build'], { FAKE_NPM: 'fail' });
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('npm ci failed') });
    expect(checkout.calls()).toEqual([INSTALL]);
    expect(await checkout.run(['--build'])).toMatchObject({ code: 0 });
  });

  it('says in one line that Node.js is too old, and touches nothing', async () => {
    checkout.write('package.json', '{ "engines": { "node": ">=99.1" } }');
    const { code, output } = await checkout.run(['--build']);
    expect(code).toBe(1);
    expect(output).toMatch(/^cairn: Cairn needs Node\.js 99\.1 or newer; this is v\d+[^\n]*\n$/);
    expect(checkout.calls()).toEqual([]);
  });

  it('ends the install when it is ended, and leaves no lock', async () => {
    const { child, ended } = checkout.start([], { FAKE_NPM: 'hang' });
    await until(() => checkout.has('calls'));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 1 });
    expect(checkout.has('.bootstrap.lock')).toBe(false);
  });
});

describe('side by side', () => {
  it('one of several does the work, the others wait for it', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => checkout.run(['--build'])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(checkout.calls()).toEqual([INSTALL, BUILD]);
  });

  it('is not kept out by the lock of a process that died', async () => {
    const { child, ended } = checkout.start([], { FAKE_NPM: 'hang' });
    await until(() => checkout.has('calls'));
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.stderr.destroy();
    await ended;
    expect(checkout.has('.bootstrap.lock')).toBe(true);
    expect(await checkout.run([])).toMatchObject({ code: 0 });
    expect(checkout.has('.bootstrap.lock')).toBe(false);
  });
});

it('hides from npm what npm said about the script that runs', async () => {
  await checkout.run([], { npm_lifecycle_event: 'pretest', npm_package_name: 'cairn', npm_package_json: 'x' });
  expect(checkout.calls()).toEqual([INSTALL]);
});

describe('programs that jobs need', () => {
  beforeEach(async () => {
    await checkout.run([]);
    checkout.calls();
  });

  it('are left alone when they are there', async () => {
    expect(await checkout.run(['--ansible'])).toEqual({ code: 0, output: '' });
    expect(checkout.calls()).toEqual([]);
  });

  it('are not needed by an executor that runs nothing', async () => {
    checkout.withoutProgram('ansible-playbook');
    expect(await checkout.run(['--ansible'], { CAIRN_EXECUTOR: 'noop' })).toEqual({ code: 0, output: '' });
  });

  it('are named with the command to type when they cannot be installed', async () => {
    checkout.withoutProgram('ansible-playbook');
    checkout.withoutProgram('git');
    checkout.program('apt-get', 'exit 100');
    const { code, output } = await checkout.run(['--ansible']);
    expect(code).toBe(0);
    expect(output).toContain('apt-get install -y --no-install-recommends ansible-core git\n');
  });

  it('are installed for root after one update of the package lists', async () => {
    checkout.withoutProgram('ansible-playbook');
    checkout.program('apt-get', 'case "$*" in *update) : > updated ;; *) test -e updated ;; esac');
    expect(await checkout.run(['--ansible'])).toMatchObject({ code: 0 });
    expect(checkout.calls()).toEqual(isRoot ? [APT_INSTALL, `${APT} update`, APT_INSTALL] : []);
  });
});
