import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { FailingOver, NoAnswer } from '../live/failing-over.js';

const PASSWORD = 'the same everywhere';
const AT_ONCE = 2;

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

const health = async ({ base }: RunningServer): Promise<number> => (await fetch(`${base}/health/`)).status;

/** Reads and writes without a pause until it is told to stop; what was answered, and what was not. */
const traffic = () => {
  const [statuses, failures]: [number[], unknown[]] = [[], []];
  let isOver = false;
  const goOn = async (lane: number): Promise<void> => {
    for (let count = 0; !isOver; count += 1) {
      const body = { name: `of lane ${lane}, ${count}` };
      const writing = { method: 'POST', path: '/api/v2/organizations/', body };
      await client.ask(count % 4 === 0 ? writing : { path: '/api/v2/me/' }).then(
        ({ status }) => void statuses.push(status),
        (error: unknown) => void failures.push(error),
      );
    }
  };
  const lanes = Array.from({ length: AT_ONCE }, (_, lane) => goOn(lane));
  const stop = async () => {
    isOver = true;
    await Promise.all(lanes);
  };
  return { statuses, failures, stop };
};

it('two servers are restarted in turn without a request that fails', async () => {
  await open(2, { CAIRN_DRAIN: '1' });
  const { statuses, failures, stop } = traffic();
  for (const [at, home] of homes.entries()) {
    const before = servers[at] as RunningServer;
    expect(await health(before)).toBe(200);
    const stopped = before.stop();
    while ((await health(before)) === 200);
    client.serves(before.base, false);
    await stopped;
    expect(before.exitCode).toBe(0);
    servers[at] = await start(home, { CAIRN_DRAIN: '1', CAIRN_PORT: new URL(before.base).port });
    client.serves(before.base, true);
  }
  await stop();
  expect(failures).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
});

/** Refused; or let in by the system and never by the program, which stopped listening at that moment. */
const isTurnedAway = (failure: unknown): boolean =>
  failure instanceof NoAnswer && !failure.wasServed && ['ECONNREFUSED', 'ECONNRESET'].includes(failure.code ?? '');

it('one server that stops breaks no answer off: nobody is let in from then on', async () => {
  await open(1);
  const { statuses, failures, stop } = traffic();
  while (statuses.length < 50) await new Promise((resolve) => setImmediate(resolve));
  await servers[0]?.stop();
  await stop();
  expect(servers[0]?.exitCode).toBe(0);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
  expect(failures.filter((failure) => !isTurnedAway(failure))).toEqual([]);
});
