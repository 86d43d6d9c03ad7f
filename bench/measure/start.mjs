import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { residentMegabytes } from '../machine.mjs';
import { median, timed } from '../statistics.mjs';
import { makeHome, startServer } from '../../scripts/running-server.cjs';

const EMPTY = new URL('../limit/empty-server.mjs', import.meta.url).pathname;
const ROUNDS = 3;
const SETTLE_MS = 3000;

/** First and later starts until the server answers, and the memory it takes when nothing happens; the same of an empty server. */
export const starts = async (environment) => {
  const [first, later, bare] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    const home = makeHome();
    first.push((await start(() => startServer(home, environment))).milliseconds);
    later.push((await start(() => startServer(home, environment))).milliseconds);
    bare.push((await start(startEmpty)).milliseconds);
    home.remove();
  }
  return {
    firstStart: median(first),
    laterStart: median(later),
    bareStart: median(bare),
    idleMegabytes: await idleMemory(environment),
    bareMegabytes: (await start(startEmpty, SETTLE_MS)).megabytes,
  };
};

const idleMemory = async (environment) => {
  const home = makeHome();
  const { megabytes } = await start(() => startServer(home, environment), SETTLE_MS);
  home.remove();
  return megabytes;
};

const start = async (begin, settleMs = 0) => {
  let server;
  const milliseconds = await timed(async () => (server = await begin()));
  await pause(settleMs);
  const megabytes = residentMegabytes(server.pid);
  await server.stop();
  return { milliseconds, megabytes };
};

const startEmpty = async () => {
  const child = spawn(process.execPath, [EMPTY], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  await fetch(`http://127.0.0.1:${Number(port)}/`);
  const stop = async () => {
    child.kill();
    await once(child, 'exit');
  };
  return { pid: child.pid, stop };
};
