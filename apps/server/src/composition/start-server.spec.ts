import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyLogFile, SqliteEventLog } from '@adapters/event-log-sqlite';
import { LogLocked } from '@application/ports';
import { until } from '@testing/runs';
import type { JsonObject } from '@domain/kernel';
import { ROLES, type Settings } from '../configuration/settings.js';
import { Api } from '../demo/api.js';
import { structuredLog } from '../logging/log.js';
import { startServer, type RunningServer } from './start-server.js';
import { dataFiles } from './data-files.js';

const PATIENCE_MS = 30_000;

const logFile = (data: string): string => dataFiles(join(folder, data)).log;

let folder: string;
let servers: RunningServer[];
let complaints: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-server-'));
  servers = [];
  complaints = [];
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

const settings = (more: Partial<Settings> = {}): Settings => ({
  roles: ROLES,
  nodeName: 'cairn-1',
  runnerGrace: 60,
  port: 0,
  host: '127.0.0.1',
  data: join(folder, 'data'),
  adminPassword: null,
  projectsRoot: join(folder, 'projects'),
  executor: 'noop',
  capacity: 100,
  logLevel: 'warn',
  demo: false,
  masterKey: null,
  eventStore: null,
  readStore: null,
  drain: 0,
  noop: { artifactBytes: 0, log: join(folder, 'executed') },
  https: null,
  remoteHostHeaders: ['REMOTE_ADDR'],
  trustedProxies: [],
  passThrough: {},
  ...more,
});

const start = async (more: Partial<Settings> = {}): Promise<{ server: RunningServer; api: Api }> => {
  const log = structuredLog('warn', (line) => complaints.push(line));
  const server = await startServer(settings(more), log, (error) => complaints.push(String(error)));
  servers.push(server);
  return { server, api: new Api({ url: server.url, user: 'admin', password: server.adminPassword?.password ?? '' }) };
};

const stop = async (server: RunningServer): Promise<void> => {
  servers = servers.filter((other) => other !== server);
  await server.stop();
};

/** A job template that the noop executor carries out as its variable says. */
const template = async (api: Api, name: string, noop: JsonObject, fields: JsonObject = {}): Promise<number> => {
  const organization = await api.ensure('organizations/', { name: 'o' });
  const inventory = await api.ensure('inventories/', { name: 'i' }, { organization });
  const project = await api.ensure('projects/', { name: 'p' }, { organization, scm_type: '', local_path: 'p' });
  const extra_vars = JSON.stringify({ cairn_noop: noop });
  return api.ensure('job_templates/', { name }, { inventory, project, playbook: 'x.yml', extra_vars, ...fields });
};

const launch = async (api: Api, id: number): Promise<number> =>
  ((await api.post(`job_templates/${id}/launch/`, {})) as { id: number }).id;

const statusOf = async (api: Api, job: number): Promise<unknown> => (await api.get(`jobs/${job}/`))['status'];

const untilStatus = (api: Api, job: number, status: string): Promise<void> =>
  until(async () => (await statusOf(api, job)) === status, PATIENCE_MS);

const executed = (): readonly string[] => readFileSync(join(folder, 'executed'), 'utf8').trim().split('\n');

const removeLog = (): void => {
  for (const end of ['', '-wal', '-shm']) rmSync(`${logFile('data')}${end}`, { force: true });
};

const headOf = async (): Promise<string | undefined> => {
  const log = await SqliteEventLog.open(logFile('data'));
  try {
    return await log.head();
  } finally {
    await log.close();
  }
};

describe('a server', () => {
  it('shows what is in its log, when that was replaced by an older copy', async () => {
    const first = await start();
    await first.api.ensure('organizations/', { name: 'kept' });
    await stop(first.server);
    copyLogFile(logFile('data'), join(folder, 'copy'));
    const second = await start();
    await second.api.ensure('organizations/', { name: 'lost' });
    await stop(second.server);
    removeLog();
    copyLogFile(join(folder, 'copy'), logFile('data'));
    const third = await start();
    const shown = async () => (await third.api.list('organizations/', { order_by: 'id' })).map(({ name }) => name);
    expect(await shown()).toEqual(['Default', 'kept']);
    expect(complaints).toEqual([expect.stringContaining('another one than the read models were made of')]);
    await third.api.ensure('organizations/', { name: 'new' });
    expect(await shown()).toEqual(['Default', 'kept', 'new']);
  });

  it('is refused where the log of another installation was put beside its rows, and where its log is gone', async () => {
    const first = await start();
    await stop(first.server);
    removeLog();
    await expect(start()).rejects.toThrow(/belong to another log than the one that is configured/);
    const elsewhere = await start({ data: join(folder, 'other') });
    await stop(elsewhere.server);
    removeLog();
    copyLogFile(logFile('other'), logFile('data'));
    await expect(start()).rejects.toThrow(/belong to another log than the one that is configured/);
  });

  it('is refused where the keys of its log are gone, and where its rows cannot be read', async () => {
    const first = await start();
    await stop(first.server);
    renameSync(join(folder, 'data/keys'), join(folder, 'keys'));
    await expect(start()).rejects.toThrow(/there are no keys in .* but a log that may hold secrets: restore them/);
    rmSync(join(folder, 'data/keys'), { recursive: true });
    renameSync(join(folder, 'keys'), join(folder, 'data/keys'));
    const rows = join(folder, 'data/read-models.sqlite');
    for (const end of ['-wal', '-shm']) rmSync(`${rows}${end}`, { force: true });
    writeFileSync(rows, 'something else entirely, and long enough to be looked at '.repeat(9));
    await expect(start()).rejects.toThrow(/read-models.sqlite: .* Remove it, and it is made again/);
    rmSync(rows);
    await start();
  });

  it('is complete after its first start, and a later one writes nothing', async () => {
    const first = await start();
    const types = await first.api.list('credential_types/', {});
    expect(types.map(({ namespace }) => namespace)).toEqual(
      expect.arrayContaining(['ssh', 'scm', 'vault', 'aws', 'gce', 'azure_rm', 'openstack']),
    );
    expect((await first.api.list('instance_groups/', {})).map(({ name }) => name)).toEqual(['controlplane', 'default']);
    expect((await first.api.list('me/', {}))[0]).toMatchObject({ username: 'admin', is_superuser: true });
    await stop(first.server);
    const head = await headOf();
    const second = await start();
    expect((await second.api.list('me/', {}))[0]).toMatchObject({ id: 1 });
    await stop(second.server);
    expect(await headOf()).toBe(head);
    expect(complaints).toEqual([]);
  });

  it('takes a password that is given at a later start', async () => {
    await stop((await start()).server);
    const { api, server } = await start({ adminPassword: 'another one' });
    expect(server.adminPassword).toEqual({ password: 'another one', file: null });
    expect((await api.list('me/', {}))[0]).toMatchObject({ username: 'admin' });
  });

  it('is alone on its data directory', async () => {
    await start();
    await expect(start()).rejects.toThrow(LogLocked);
  });

  it('lets jobs of one template wait for each other unless they may overlap', async () => {
    const { api } = await start();
    const long = await template(api, 'long', { duration_ms: 600_000 });
    const first = await launch(api, long);
    const second = await launch(api, long);
    await untilStatus(api, first, 'running');
    expect(await statusOf(api, second)).toBe('pending');
    const overlapping = await template(api, 'many', { duration_ms: 600_000 }, { allow_simultaneous: true });
    const many = [await launch(api, overlapping), await launch(api, overlapping)];
    for (const job of many) await untilStatus(api, job, 'running');
    await api.post(`jobs/${first}/cancel/`, {});
    await untilStatus(api, first, 'canceled');
    await untilStatus(api, second, 'running');
  });

  it('admits no more than its capacity, but always one job', async () => {
    const { api } = await start({ capacity: 1 });
    const long = await template(api, 'long', { duration_ms: 600_000 }, { allow_simultaneous: true });
    const [first, second] = [await launch(api, long), await launch(api, long)];
    await untilStatus(api, first, 'running');
    expect(await statusOf(api, second)).toBe('pending');
    await api.post(`jobs/${first}/cancel/`, {});
    await untilStatus(api, second, 'running');
  });

  it('goes on after a restart with what ran and with what waited, and runs nothing twice', async () => {
    const before = await start();
    const short = await template(before.api, 'short', { duration_ms: 1500, outcome: 'failed' });
    const running = await launch(before.api, short);
    const waiting = await launch(before.api, short);
    await untilStatus(before.api, running, 'running');
    await stop(before.server);
    const { api } = await start();
    await untilStatus(api, running, 'failed');
    await untilStatus(api, waiting, 'failed');
    expect(executed().map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      `0 - ${running}`,
      `0 - ${waiting}`,
    ]);
  });

  it('fills its read models again when somebody removed them, and does nothing of what was done once more', async () => {
    const before = await start();
    const organization = await before.api.ensure('organizations/', { name: 'o' });
    const source = { scm_type: 'git', scm_url: 'https://example.org/x.git' };
    const git = await before.api.ensure('projects/', { name: 'git' }, { organization, ...source });
    const good = await template(before.api, 'good', {});
    const bad = await template(before.api, 'bad', { outcome: 'failed' });
    const endless = await template(before.api, 'endless', { duration_ms: 600_000 });
    const jobs = [await launch(before.api, good), await launch(before.api, bad)];
    const [running, waiting] = [await launch(before.api, endless), await launch(before.api, endless)];
    await untilStatus(before.api, jobs[0] ?? 0, 'successful');
    await untilStatus(before.api, jobs[1] ?? 0, 'failed');
    await untilStatus(before.api, running, 'running');
    const updates = await before.api.list('project_updates/', { project: String(git) });
    await until(async () => (await before.api.list('project_updates/', { status: 'successful' })).length === 1);
    await stop(before.server);
    const lines = executed();
    for (const end of ['', '-wal', '-shm']) rmSync(join(folder, 'data', `read-models.sqlite${end}`), { force: true });
    const { api } = await start();
    const statuses = await Promise.all([...jobs, running, waiting].map((job) => statusOf(api, job)));
    expect(statuses).toEqual(['successful', 'failed', 'running', 'pending']);
    const last = await launch(api, good); // its turn comes when all that was before it has been looked at
    await untilStatus(api, last, 'successful');
    expect(executed()).toEqual([...lines, `0 - ${last}`]);
    expect(await api.list('project_updates/', {})).toHaveLength(updates.length);
    expect(complaints).toEqual([]);
  });

  it('tells which runs of the process before it follows again', async () => {
    const lines: string[] = [];
    const log = structuredLog('info', (line) => lines.push(line));
    const told = (message: string): unknown =>
      lines.map((line) => JSON.parse(line) as JsonObject).find((line) => line['message'] === message)?.['jobs'];
    const { server, api } = await start();
    const job = await launch(api, await template(api, 'endless', { duration_ms: 600_000 }));
    await untilStatus(api, job, 'running');
    await stop(server);
    servers.push(await startServer(settings(), log, (error) => complaints.push(String(error))));
    expect(told('runs of the process before are followed again')).toEqual([job]);
  });

  it('ends a job that misses what it needs in error, and says what', async () => {
    const { api } = await start();
    const lost = await template(api, 'lost', {});
    const project = (await api.get(`job_templates/${lost}/`))['project'];
    const blocker = await template(api, 'blocker', { duration_ms: 600_000 }, { allow_simultaneous: true });
    const job = await launch(api, blocker);
    expect(project).not.toBeNull();
    await untilStatus(api, job, 'running');
    const refused = await template(api, 'bare', {}, { inventory: null, ask_inventory_on_launch: true });
    await expect(api.post(`job_templates/${refused}/launch/`, {})).rejects.toThrow(/400/);
  });

  it('says in one line which setting names a port that is taken, and lets go of the log', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const refused = `cannot listen on 127.0.0.1 port ${port}: another program does, choose another port (CAIRN_HOST, CAIRN_PORT)`;
    await expect(start({ port })).rejects.toThrow(refused);
    other.close();
    expect(complaints).toEqual([]);
    await start();
  });
});
