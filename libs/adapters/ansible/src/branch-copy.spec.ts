import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkoutRequest, playbookRequest, RecordingObserver } from '@testing/runs';
import { AnsibleExecutor } from './ansible-executor.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-branches-'));
const origin = join(root, 'origin');
const config = join(root, 'gitconfig');
const data = join(root, 'data');
const project = join(root, 'projects/site');
const executor = new AnsibleExecutor({ dataDirectory: data, environment: { GIT_CONFIG_GLOBAL: config } });

jest.setTimeout(60_000);

const git = (...args: readonly string[]): string =>
  execFileSync('/usr/bin/git', ['-C', origin, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', HOME: root, GIT_CONFIG_GLOBAL: config },
  }).trim();

const commit = (word: string): string => {
  const tasks = `\n  tasks: [{ debug: { msg: "at ${word}" } }]`;
  writeFileSync(join(origin, 'site.yml'), `- hosts: all\n  gather_facts: false${tasks}\n`);
  git('add', '.');
  git('commit', '-q', '-m', word);
  return git('rev-parse', 'HEAD');
};

describe('a run at a branch of its own', () => {
  let main: string;
  let hotfix: string;

  beforeAll(async () => {
    writeFileSync(config, '[user]\nname = t\nemail = t@example.org\n[safe]\ndirectory = *\n');
    mkdirSync(origin);
    git('init', '-q', '-b', 'main');
    main = commit('main');
    git('checkout', '-q', '-b', 'hotfix');
    hotfix = commit('hotfix');
    git('tag', 'v1', main);
    const request = checkoutRequest(1, { url: `file://${origin}`, path: project, branch: 'main' });
    expect(await executor.run(request, new RecordingObserver())).toMatchObject({ revision: main });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  let jobs = 1;
  const run = async (branch: string) => {
    const observer = new RecordingObserver();
    const outcome = await executor.run(playbookRequest((jobs += 1), { projectPath: project, branch }), observer);
    return { outcome, output: observer.output, args: observer.starts[0]?.args ?? [] };
  };

  it('runs what the branch holds, and tells its revision', async () => {
    const { outcome, output, args } = await run('hotfix');
    expect(outcome).toMatchObject({ status: 'successful', revision: hotfix });
    expect(output).toContain('at hotfix');
    expect(args.join(' ')).not.toContain('\n');
  });

  it.each([
    ['a tag', () => 'v1', () => main],
    ['a commit', () => hotfix, () => hotfix],
  ])('may be %s', async (_, branch, revision) => {
    expect((await run(branch())).outcome).toMatchObject({ status: 'successful', revision: revision() });
  });

  it('leaves the project as it lies, and no copy', async () => {
    await run('hotfix');
    expect(readFileSync(join(project, 'site.yml'), 'utf8')).toContain('at main');
    expect(existsSync(join(data, 'runs', `${jobs}-a1`, 'in'))).toBe(false);
  });

  it('fails when nothing of that name was fetched', async () => {
    const { outcome, output } = await run('nowhere');
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(output).toContain('Failed to checkout nowhere');
  });

  it('refuses what git would take for an option', async () => {
    expect((await run('--upload-pack=x')).outcome).toMatchObject({
      ...{ status: 'error', explanation: 'The branch of the job may not be "--upload-pack=x".' },
    });
  });
});
