import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingObserver, checkoutRequest } from '@testing/runs';
import { AnsibleExecutor } from './ansible-executor.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-checkout-'));
const origin = join(root, 'origin');
const config = join(root, 'gitconfig');
afterAll(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: string[]): string =>
  execFileSync('/usr/bin/git', ['-C', origin, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', HOME: root, GIT_CONFIG_GLOBAL: config },
  }).trim();

const commit = (text: string): string => {
  writeFileSync(join(origin, 'site.yml'), text);
  git('add', '.');
  git('commit', '-q', '-m', text);
  return git('rev-parse', 'HEAD');
};

beforeAll(() => {
  writeFileSync(config, '[user]\nname = t\nemail = t@example.org\n[safe]\ndirectory = *\n');
  mkdirSync(origin);
  git('init', '-q', '-b', 'main');
});

const executor = new AnsibleExecutor({ dataDirectory: join(root, 'data'), environment: { GIT_CONFIG_GLOBAL: config } });
const path = join(root, 'data', 'projects', 'p');
let jobId = 0;
const update = (checkout: Partial<Parameters<typeof checkoutRequest>[1]>, observer = new RecordingObserver()) =>
  executor.run(checkoutRequest(++jobId, { url: `file://${origin}`, path, ...checkout }), observer);

jest.setTimeout(30_000);

describe('a project update', () => {
  it('clones, follows the branch, and reports revision and output', async () => {
    const first = commit('one');
    const observer = new RecordingObserver();
    const outcome = await update({}, observer);
    expect(outcome).toMatchObject({ status: 'successful', revision: first, eventCount: observer.seen.length });
    expect(observer.output).toContain(`HEAD is now at ${first}`);
    expect(observer.seen.every((event) => event.event === 'verbose')).toBe(true);

    const second = commit('two');
    git('branch', 'old', first);
    git('tag', 'v1', first);
    expect(await update({ branch: 'main' })).toMatchObject({ revision: second });
    expect(await update({ branch: 'old' })).toMatchObject({ revision: first });
    expect(await update({ branch: second })).toMatchObject({ revision: second });
    expect(await update({ branch: 'v1' })).toMatchObject({ revision: first });
    expect(readFileSync(join(path, 'site.yml'), 'utf8')).toBe('one');
  });

  it('fetches what only a refspec names', async () => {
    git('checkout', '-q', '--detach');
    const hidden = commit('hidden');
    git('update-ref', 'refs/pull/7/head', hidden);
    git('checkout', '-q', 'main');
    const refspec = '+refs/pull/*:refs/remotes/origin/pull/*';
    expect(await update({ branch: 'pull/7/head', refspec })).toMatchObject({ revision: hidden });
  });

  it('keeps or removes what somebody left in the working copy, as asked', async () => {
    writeFileSync(join(path, 'left'), '');
    await update({ branch: 'main' });
    expect(existsSync(join(path, 'left'))).toBe(true);
    await update({ branch: 'main', clean: true });
    expect(existsSync(join(path, 'left'))).toBe(false);
    writeFileSync(join(path, '.git', 'left'), '');
    await update({ branch: 'main', deleteFirst: true });
    expect(existsSync(join(path, '.git', 'left'))).toBe(false);
  });

  it('fails on a branch that is not there', async () => {
    const observer = new RecordingObserver();
    expect(await update({ branch: 'absent' }, observer)).toMatchObject({ status: 'failed' });
    expect(observer.output).toContain('Failed to checkout absent');
  });

  it('refuses values that git would take for options or commands', async () => {
    const touched = join(root, 'touched');
    const hostile = [
      { url: `--upload-pack=touch ${touched}` },
      { url: `ext::sh -c "touch ${touched}"` },
      { branch: '--help' },
      { refspec: '--upload-pack=x' },
    ];
    for (const checkout of hostile) expect((await update(checkout)).status).toBe('error');
    expect((await update({ branch: `$(touch ${touched})` })).status).toBe('failed');
    expect(existsSync(touched)).toBe(false);
  });
});

describe('credentials of a project update', () => {
  it('answer git, and appear neither in the process list nor in the output nor in what stays', async () => {
    const asked: IncomingMessage[] = [];
    let commandLines = '';
    const server = createServer((request, response) => {
      asked.push(request);
      commandLines += execFileSync('ps', ['-eww', '-o', 'args'], { encoding: 'utf8' });
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const observer = new RecordingObserver();
    const outcome = await update(
      { url: `http://ann:s3cr3t-word@127.0.0.1:${port}/x.git`, path: join(root, 'data', 'projects', 'q') },
      observer,
    );
    server.close();

    expect(outcome.status).toBe('failed');
    const header = `Basic ${Buffer.from('ann:s3cr3t-word').toString('base64')}`;
    expect(asked.map((request) => request.headers.authorization)).toContain(header);
    expect(commandLines).toContain(`127.0.0.1:${port}/x.git`);
    expect(commandLines).not.toContain('s3cr3t-word');
    expect(observer.output).toContain('Authentication failed');
    expect(JSON.stringify([observer.seen, observer.starts])).not.toContain('s3cr3t-word');
    const left = execFileSync('/bin/sh', ['-c', 'grep -rl s3cr3t-word "$1" || true', 'sh', join(root, 'data')], {
      encoding: 'utf8',
    });
    expect(left).toBe('');
  });
});
