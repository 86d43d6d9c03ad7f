import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventStoreDouble } from '@testing/eventstoredb';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, ROOT, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, launchDemo, loadedDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';

/** The whole program with its log in EventStoreDB: here a server of its protocol, in this process. */

let double: EventStoreDouble;
let server: RunningServer;
let api: Api;
let template: number;
const home: Home = makeHome();
/** Beside this process, which is the store's server. */
const run = promisify(execFile);

const start = async (): Promise<void> => {
  server = await startServer(home, { CAIRN_EVENTSTORE: double.connection, CAIRN_EXECUTOR: 'noop' });
  api = apiOf({ ...home, base: server.base });
};

const DONE = { build: 'successful', migrate: 'successful', deploy: 'successful' };

beforeAll(async () => {
  double = await EventStoreDouble.start();
  await start();
  template = await loadedDemo({ ...home, base: server.base });
}, 60_000);
afterAll(async () => {
  await server.stop();
  double.stop();
  home.remove();
});

describe('with the log in EventStoreDB', () => {
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

  it('has another process wait its turn at the same directory', async () => {
    await expect(startServer(home, { CAIRN_EVENTSTORE: double.connection })).rejects.toThrow(/is in use by process/);
  });

  it('waits for a store that is started after it', async () => {
    const knocking = createServer().listen(0, '127.0.0.1');
    await once(knocking, 'listening');
    const { port } = knocking.address() as AddressInfo;
    const other = makeHome();
    const eventStore = `esdb://127.0.0.1:${port}?tls=false`;
    const starting = startServer(other, { CAIRN_EVENTSTORE: eventStore, CAIRN_EXECUTOR: 'noop' });
    const [knock] = (await once(knocking, 'connection')) as [Socket];
    knock.destroy();
    knocking.close();
    await once(knocking, 'close');
    const late = await EventStoreDouble.start({ port });
    const waited = await starting;
    await waited.stop();
    late.stop();
    other.remove();
  });

  it('fills its read models again from there', async () => {
    const before = await api.get('workflow_jobs/?order_by=id');
    await server.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(join(home.data, `read-models.sqlite${end}`), { force: true });
    await start();
    expect(await api.get('workflow_jobs/?order_by=id')).toEqual(before);
    expect(existsSync(join(home.data, 'log.sqlite'))).toBe(false);
  });

  it('has every hash chain whole', async () => {
    const env = { ...process.env, CAIRN_DATA: home.data, CAIRN_EVENTSTORE: double.connection };
    const { stdout } = await run(process.execPath, [join(ROOT, 'dist/apps/server/src/verify.js')], { env });
    expect(stdout).toMatch(/OK: \d+ events in \d+ streams/);
  });
});
