import { PostgresReadStore } from '@adapters/postgres';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { type NewEvent, type Position, type Projection, ReadStoreUnavailable } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';
import { type PostgresServer, startPostgres } from '../../scripts/postgres-server.cjs';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, launchDemo, loadedDemo, untilEnded } from '../live/demo-run.js';

let postgres: PostgresServer;

beforeAll(async () => {
  const { server, problem } = await startPostgres();
  if (!server) throw new Error(problem);
  postgres = server;
}, 120_000);
afterAll(() => postgres.remove());

describe('rows in a PostgreSQL that restarts', () => {
  const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' };
  const counts: Projection = {
    ...{ name: 'counts', version: 1, tables: ['counted'] },
    schema: ['CREATE TABLE counted (name TEXT PRIMARY KEY, n INTEGER NOT NULL)'],
    project: (rows) =>
      rows.run("INSERT INTO counted VALUES ('a', 1) ON CONFLICT (name) DO UPDATE SET n = counted.n + 1", []),
  };
  const log = new MemoryEventLog();
  const interruptions: unknown[] = [];
  let store: PostgresReadStore;
  let runner: ProjectionRunner;
  let made = 0;

  const add = async (): Promise<Position> => {
    const stream = `counter-${(made += 1)}`;
    const event: NewEvent = { id: stream, type: 'Counted', schema: 1, data: {}, meta };
    return (await log.append(stream, 'no-stream', [event])).position;
  };
  const counted = () => store.all('SELECT n FROM counted', []);

  beforeAll(async () => {
    const place = { url: postgres.url, schema: 'restarted' };
    store = await PostgresReadStore.open(place, () => undefined);
    runner = new ProjectionRunner({
      ...{ log, store, projections: [counts] },
      onFailure: (error) => {
        throw error;
      },
      onInterruption: (error) => interruptions.push(error),
    });
    await runner.start();
    await runner.reached(await add(), 5000);
  });
  afterAll(async () => {
    await runner.stop();
    await store.close();
  });

  it.each(['SIGINT', 'SIGQUIT'] as const)('hold each event once after it, however it ended (%s)', async (signal) => {
    for (let n = 0; n < 20; n += 1) await add();
    await postgres.halt(signal);
    const last = await add();
    const noted = store.setNote('x', signal);
    await postgres.start();
    expect(await runner.reached(last, 20_000)).toBe(true);
    await until(async () => (await counted())[0]?.['n'] === made);
    await noted;
    expect(await store.note('x')).toBe(signal);
  });

  it('are waited for a while by those who read, then no more', async () => {
    await postgres.halt();
    await expect(counted()).rejects.toThrow(ReadStoreUnavailable);
    await add();
    await until(() => interruptions.some((error) => error instanceof ReadStoreUnavailable));
    await postgres.start();
    await until(async () => (await counted())[0]?.['n'] === made);
  }, 60_000);
});

describe('a server whose PostgreSQL restarts', () => {
  const home: Home = makeHome();
  let server: RunningServer;
  let api: Api;

  beforeAll(async () => {
    server = await startServer(home, { CAIRN_READ_STORE: postgres.url, CAIRN_EXECUTOR: 'noop' });
    api = apiOf({ ...home, base: server.base });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  it('answers 503 meanwhile, and ends what was under way afterwards', async () => {
    const job = await launchDemo(api, await loadedDemo({ ...home, base: server.base }));
    await postgres.halt();
    const { status, body } = await asked(server, home);
    expect([status, body]).toEqual([503, expect.stringMatching(/^\{"detail":"Service temporarily unavailable/)]);
    await postgres.start();
    expect(await untilEnded(api, job)).toMatchObject({ status: 'successful' });
    expect(server.isRunning).toBe(true);
  }, 120_000);
});

const asked = async ({ base }: RunningServer, { user, password }: Home) => {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const answer = await fetch(`${base}/api/v2/job_templates/`, { headers: { authorization } });
  return { status: answer.status, body: await answer.text() };
};
