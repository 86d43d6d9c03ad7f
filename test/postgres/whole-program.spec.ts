import { Client } from 'pg';
import { postgresUrl } from '@testing/read-stores';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, launchDemo, loadedDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';

/** The whole program with read models and job output in PostgreSQL. `node scripts/with-postgres.mjs npx jest test/postgres` */

const given = postgresUrl() ?? '';
const DATABASE = `scenario_${process.pid}`;
const DONE = { build: 'successful', migrate: 'successful', deploy: 'successful' };
const PAGES = [
  'workflow_jobs/?order_by=id',
  'jobs/?name__icontains=BU&order_by=-finished',
  'job_templates/?name__regex=^.*d.*$&order_by=name',
  'unified_jobs/?elapsed__gte=0&order_by=-elapsed,id',
  'unified_job_templates/?order_by=-last_job_run',
];

/** The tables of one projection are gone, and no checkpoint tells of them. */
const DROP_ROWS = `DELETE FROM cairn.projection_checkpoint WHERE name = 'jobs';
  DO $$ BEGIN EXECUTE (SELECT 'DROP SCHEMA ' || nspname || ' CASCADE' FROM pg_namespace WHERE nspname LIKE 'cairn\\_jobs\\_%'); END $$`;

const asked = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
};

describe('with read models in PostgreSQL', () => {
  let server: RunningServer;
  let api: Api;
  let template: number;
  let environment: Readonly<Record<string, string>>;
  const home: Home = makeHome();

  const start = async (): Promise<void> => {
    server = await startServer(home, environment);
    api = apiOf({ ...home, base: server.base });
  };

  beforeAll(async () => {
    await asked(given, `CREATE DATABASE ${DATABASE}`);
    const url = Object.assign(new URL(given), { pathname: `/${DATABASE}` }).href;
    environment = { CAIRN_READ_STORE: url, CAIRN_EXECUTOR: 'noop' };
    await start();
    template = await loadedDemo({ ...home, base: server.base });
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await asked(given, `DROP DATABASE ${DATABASE} WITH (FORCE)`);
    home.remove();
  });

  it('runs a workflow to its end', async () => {
    const job = await launchDemo(api, template);
    expect(await untilEnded(api, job)).toMatchObject({ status: 'successful' });
    expect(statesOf(await nodesOf(api, job))).toMatchObject(DONE);
  });

  it('ends a workflow that was under way when the process died', async () => {
    const job = await launchDemo(api, template);
    await server.kill();
    await start();
    expect(await untilEnded(api, job)).toMatchObject({ status: 'successful' });
  });

  it('refuses a process that follows another log', async () => {
    const other = makeHome();
    await expect(startServer(other, environment)).rejects.toThrow(/read models and job output of another log/);
    other.remove();
  }, 60_000);

  it('fills its read models again, and answers as before', async () => {
    const before = await Promise.all(PAGES.map((page) => api.get(page)));
    await server.stop();
    await asked(environment['CAIRN_READ_STORE'] ?? '', DROP_ROWS);
    await start();
    expect(await Promise.all(PAGES.map((page) => api.get(page)))).toEqual(before);
  });
});
