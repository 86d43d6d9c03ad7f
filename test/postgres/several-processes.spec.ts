import { mkdirSync } from 'node:fs';
import { Client } from 'pg';
import { EventStoreDouble } from '@testing/eventstoredb';
import { postgresUrl } from '@testing/read-stores';
import { startServer, type RunningServer } from '../../apps/server/src/composition/start-server.js';
import type { Settings } from '../../apps/server/src/configuration/settings.js';
import { Api } from '../../apps/server/src/demo/api.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { makeHome, type Home } from '../../scripts/running-server.cjs';
import { launchDemo, loadedDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';
import { settingsFor } from '../live/settings.js';

/** An installation of several processes on EventStoreDB's double and PostgreSQL; here they are all in this process. */

const given = postgresUrl() ?? '';
const DATABASE = `several_${process.pid}`;
const DONE = { build: 'successful', migrate: 'successful', deploy: 'successful' };

const asked = async (sql: string): Promise<void> => {
  const client = new Client({ connectionString: given });
  await client.connect();
  await client.query(sql);
  await client.end();
};

describe('an installation of several processes', () => {
  let double: EventStoreDouble;
  const home: Home = makeHome();
  const running = new Map<string, RunningServer>();
  const failures: unknown[] = [];
  const said: string[] = [];

  const start = async (nodeName: string, ...roles: Settings['roles'][number][]): Promise<void> => {
    const readStore = Object.assign(new URL(given), { pathname: `/${DATABASE}` }).href;
    const settings = settingsFor(`${home.data}/${nodeName}`, {
      ...{ eventStore: double.connection, readStore, nodeName, roles, projectsRoot: home.projects, logLevel: 'info' },
      ...{ masterKey: Buffer.alloc(32, 7).toString('base64'), adminPassword: home.password },
    });
    mkdirSync(settings.data);
    const log = structuredLog('info', (line) => said.push(`${nodeName} ${line}`));
    running.set(nodeName, await startServer(settings, log, (error) => failures.push(error)));
  };
  const stop = async (name: string): Promise<void> => {
    await running.get(name)?.stop();
    running.delete(name);
  };
  const api = (name: string): Api =>
    new Api({ url: running.get(name)?.url ?? '', user: 'admin', password: home.password });

  beforeAll(async () => {
    await asked(`CREATE DATABASE ${DATABASE}`);
    double = await EventStoreDouble.start();
    await Promise.all([start('worker-1', 'worker'), start('api-1', 'api'), start('runner-1', 'runner')]);
    await start('api-2', 'api');
  }, 60_000);
  afterAll(async () => {
    await Promise.all([...running.keys()].map(stop));
    double.stop();
    await asked(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
    home.remove();
    expect(failures).toEqual([]);
  });

  it('runs a workflow to its end, and shows at one door what was done at the other', async () => {
    const access = { base: running.get('api-1')?.url ?? '', ...home };
    const template = await loadedDemo(access);
    const job = await launchDemo(api('api-2'), template);
    expect(await api('api-1').get(`workflow_jobs/${job}/`)).toMatchObject({ id: job });
    expect(await untilEnded(api('api-1'), job)).toMatchObject({ status: 'successful' });
    expect(statesOf(await nodesOf(api('api-2'), job))).toMatchObject(DONE);
  });
});
