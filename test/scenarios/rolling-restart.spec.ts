import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { FailingOver, NoAnswer } from '../live/failing-over.js';
import { restarted, traffic } from '../live/traffic.js';

const PASSWORD = 'the same everywhere';

let homes: Home[];
let servers: RunningServer[];
let client: FailingOver;

const start = (home: Home, environment: Readonly<Record<string, string>>): Promise<RunningServer> =>
  startServer({ ...home, password: PASSWORD }, { CAIRN_EXECUTOR: 'noop', ...environment });

const open = async (count: number, environment: Readonly<Record<string, string>> = {}): Promise<void> => {
  homes = Array.from({ length: count }, makeHome);
  servers = await Promise.all(homes.map((home) => start(home, environment)));
  client = new FailingOver({ user: 'admin', password: PASSWORD });
  for (const { base } of servers) client.serves(base, true);
};
afterEach(async () => {
  client.close();
  await Promise.all(servers.map((server) => server.stop()));
  for (const home of homes) home.remove();
});

it('two servers are restarted in turn without a request that fails', async () => {
  await open(2, { CAIRN_DRAIN: '1' });
  const { statuses, failures, stop } = traffic(client);
  for (const [at, home] of homes.entries()) {
    const before = servers[at] as RunningServer;
    const port = new URL(before.base).port;
    servers[at] = await restarted(client, before, () => start(home, { CAIRN_DRAIN: '1', CAIRN_PORT: port }));
  }
  await stop();
  expect(failures).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
}, 120_000);

/** Refused; or let in by the system and never by the program, which stopped listening at that moment. */
const isTurnedAway = (failure: unknown): boolean =>
  failure instanceof NoAnswer && !failure.wasServed && ['ECONNREFUSED', 'ECONNRESET'].includes(failure.code ?? '');

it('one server that stops breaks no answer off: nobody is let in from then on', async () => {
  await open(1);
  const { statuses, failures, stop } = traffic(client);
  while (statuses.length < 50) await new Promise((resolve) => setImmediate(resolve));
  await servers[0]?.stop();
  await stop();
  expect(servers[0]?.exitCode).toBe(0);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
  expect(failures.filter((failure) => !isTurnedAway(failure))).toEqual([]);
});
