import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { DoubleProcess } from '@testing/eventstoredb';
import { postgresUrl } from '@testing/read-stores';
import { until } from '@testing/runs';
import { ROOT } from '../../scripts/running-server.cjs';
import { type ComposeService, cairnServices, readCompose } from '../live/compose-file.js';
import { apiOf, launchDemo, loadedDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';

/**
 * Starts what docker-compose.yml starts: the same commands with the same environment, on a double of EventStoreDB and a real
 * PostgreSQL. Only what a container brings is replaced: names of hosts, folders, and the ports.
 */

const given = postgresUrl() ?? '';
const DATABASE = `compose_${process.pid}`;
const PASSWORD = 'compose';
const DONE = { build: 'successful', migrate: 'successful', deploy: 'successful' };
const file = readCompose('docker-compose.yml', {
  CAIRN_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
  CAIRN_POSTGRES_PASSWORD: 'p',
  CAIRN_ADMIN_PASSWORD: PASSWORD,
});

interface Started {
  readonly process: ChildProcess;
  readonly port: number;
  readonly service: ComposeService;
  said: string;
}

const folder = mkdtempSync(join(tmpdir(), 'cairn-compose-'));
const projects = join(folder, 'projects');
const started = new Map<string, Started>();
let double: DoubleProcess;

const asked = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(sql);
  await client.end();
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
};

/** What stands for the containers' surroundings. */
const placed = (name: string, text: string): string => {
  const readStore = Object.assign(new URL(given), { pathname: `/${DATABASE}` }).href;
  return text
    .replace(/^postgres:\/\/cairn:p@postgres:5432\/cairn$/, readStore)
    .replace('esdb://eventstore:2113', double.connection.split('?')[0] ?? '')
    .replace(/^0\.0\.0\.0$/, '127.0.0.1')
    .replace(/^\/var\/lib\/cairn-projects$/, projects)
    .replace(/^\/var\/lib\/cairn$/, join(folder, name));
};

const start = async (name: string, service: ComposeService): Promise<void> => {
  const port = await freePort();
  const environment = Object.entries(service.environment).map(([key, value]) => [key, placed(name, String(value))]);
  const [program = '', ...words] = (service.command ?? '').split(' ');
  mkdirSync(join(folder, name), { mode: 0o700 });
  const child = spawn(join(ROOT, program), words, {
    env: {
      PATH: process.env['PATH'],
      ...Object.fromEntries(environment),
      CAIRN_PORT: String(port),
      CAIRN_HTTPS_PORT: 'off',
      CAIRN_EXECUTOR: 'noop',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const entry: Started = { process: child, port, service, said: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (entry.said += String(text)));
  started.set(name, entry);
};

/** Asks as the container would be asked. */
const isHealthy = async (name: string): Promise<boolean> => {
  const { service, port } = of(name);
  const [program = '', ...words] = service.healthcheck.test.replace(':8052/', `:${port}/`).split(' ');
  return promisify(execFile)(program, words).then(
    () => true,
    () => false,
  );
};

const of = (name: string): Started => {
  const entry = started.get(name);
  if (!entry) throw new Error(`${name} was not started`);
  return entry;
};

const access = (name: string) => ({
  base: `http://127.0.0.1:${of(name).port}`,
  user: 'admin',
  password: PASSWORD,
  projects,
});

const untilHealthy = (name: string): Promise<void> =>
  until(async () => {
    if (of(name).process.exitCode !== null) throw new Error(`${name} ended: ${of(name).said}`);
    return isHealthy(name);
  }, 60_000);

beforeAll(async () => {
  await asked(`CREATE DATABASE ${DATABASE}`);
  double = await DoubleProcess.start();
  mkdirSync(projects);
  for (const [name, service] of cairnServices(file)) await start(name, service);
}, 60_000);
afterAll(async () => {
  for (const { process } of started.values()) process.kill('SIGKILL');
  await double.stop();
  await asked(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
  rmSync(folder, { recursive: true, force: true });
});

describe('what docker-compose.yml starts', () => {
  it('gets healthy, each process by its own check', async () => {
    for (const name of started.keys()) await untilHealthy(name);
    expect([...started.keys()]).toEqual(['api-1', 'api-2', 'worker-1', 'worker-2', 'runner-1']);
  }, 120_000);

  it('runs a workflow, launched at one door and watched at the other', async () => {
    const template = await loadedDemo(access('api-1'));
    const job = await launchDemo(apiOf(access('api-2')), template);
    expect(await untilEnded(apiOf(access('api-1')), job)).toMatchObject({ status: 'successful' });
    expect(statesOf(await nodesOf(apiOf(access('api-2')), job))).toMatchObject(DONE);
  }, 120_000);

  it('says so while it stops, and stops in the time that it is given', async () => {
    for (const { process } of started.values()) process.kill('SIGTERM');
    await until(async () => !(await isHealthy('api-1')), 10_000);
    await until(() => Promise.resolve([...started.values()].every(({ process }) => process.exitCode !== null)), 60_000);
    expect([...started.values()].map(({ process }) => process.exitCode)).toEqual([0, 0, 0, 0, 0]);
  }, 90_000);
});
