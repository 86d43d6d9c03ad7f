import { setTimeout as pause } from 'node:timers/promises';
import type { RunningServer } from '../../scripts/running-server.cjs';
import type { FailingOver } from './failing-over.js';

const AT_ONCE = 2;
/** Leaves the machine to the servers that start meanwhile, and connections in use. */
const BETWEEN_MS = 5;

const health = async ({ base }: RunningServer): Promise<number> => (await fetch(`${base}/health/`)).status;

/** Reads and writes on and on until it is told to stop; what was answered, and what was not. */
export const traffic = (client: FailingOver) => {
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
      await pause(BETWEEN_MS);
    }
  };
  const lanes = Array.from({ length: AT_ONCE }, (_, lane) => goOn(lane));
  const stop = async () => {
    isOver = true;
    await Promise.all(lanes);
  };
  return { statuses, failures, stop };
};

/** Stops a server as a load balancer has it: nothing is sent there from when it says so until the next one has started. */
export const restarted = async (
  client: FailingOver,
  server: RunningServer,
  start: () => Promise<RunningServer>,
): Promise<RunningServer> => {
  expect(await health(server)).toBe(200);
  const stopped = server.stop();
  while ((await health(server)) === 200);
  client.serves(server.base, false);
  await stopped;
  expect(server.exitCode).toBe(0);
  const next = await start();
  client.serves(next.base, true);
  return next;
};
