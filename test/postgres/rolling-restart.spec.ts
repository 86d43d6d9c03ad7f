import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { FailingOver } from '../live/failing-over.js';
import { restarted, traffic } from '../live/traffic.js';
import { SharedInstallation } from './shared-installation.js';

const PASSWORD = 'the same everywhere';

let cairn: SharedInstallation;
let client: FailingOver;
const homes: Home[] = [makeHome(), makeHome()];
let servers: RunningServer[] = [];

const start = (at: number, more: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
  const { eventStore, readStore, masterKey } = cairn.settings('unused');
  const shared = {
    CAIRN_EVENTSTORE: eventStore ?? '',
    CAIRN_READ_STORE: readStore ?? '',
    CAIRN_MASTER_KEY: masterKey ?? '',
  };
  const own = { CAIRN_NODE_NAME: `server-${at}`, CAIRN_EXECUTOR: 'noop', CAIRN_DRAIN: '1' };
  return startServer({ ...(homes[at] as Home), password: PASSWORD }, { ...shared, ...own, ...more });
};

beforeAll(async () => {
  cairn = await SharedInstallation.open('rolling');
  servers = [await start(0), await start(1)];
  client = new FailingOver({ user: 'admin', password: PASSWORD });
  for (const { base } of servers) client.serves(base, true);
}, 120_000);
afterAll(async () => {
  client.close();
  await Promise.all(servers.map((server) => server.stop()));
  await cairn.close();
  for (const home of homes) home.remove();
});

it('two servers of one installation are restarted in turn without a request that fails', async () => {
  const { statuses, failures, stop } = traffic(client);
  for (const [at, server] of servers.entries())
    servers[at] = await restarted(client, server, () => start(at, { CAIRN_PORT: new URL(server.base).port }));
  await stop();
  expect(failures).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
  const made = statuses.filter((status) => status === 201).length;
  const { body } = await client.ask({ path: '/api/v2/organizations/?name__startswith=of%20lane&page_size=1' });
  expect(body).toMatchObject({ count: made });
}, 120_000);
