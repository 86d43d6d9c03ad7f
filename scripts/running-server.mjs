// Starts the built server for a script: a free port, its own data folder, a known password; gone afterwards.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const ENTRY = join(ROOT, 'dist/apps/server/src/main.js');
const START_MS = 60_000;
const STOP_MS = 20_000;

const freePort = async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
};

const answers = async (url) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false; // not listening yet: asked again until the deadline
  }
};

const isReady = async (server, base) => {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline && server.exitCode === null; await wait(100)) {
    if (await answers(`${base}/api/v2/ping/`)) return true;
  }
  return false;
};

const stop = async (server) => {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const impatience = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(impatience);
};

/**
 * Runs `work({ base, user, password, projects })` against a fresh server and returns what it returns.
 * `projects` is the folder of manual projects. Fails with the end of the server's output when the server does not come up.
 */
export const withServer = async (work, environment = {}) => {
  const data = mkdtempSync(join(tmpdir(), 'cairn-'));
  const projects = join(data, 'projects');
  mkdirSync(projects);
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
  const settings = { CAIRN_PORT: port, CAIRN_HOST: '127.0.0.1', CAIRN_DATA: data, CAIRN_PROJECTS_ROOT: projects };
  const server = spawn(process.execPath, ['--enable-source-maps', ENTRY, '--no-demo'], {
    cwd: ROOT,
    env: { ...process.env, ...settings, CAIRN_ADMIN_PASSWORD: password, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (text) => (output = (output + text).slice(-4000)));
  const base = `http://127.0.0.1:${port}`;
  try {
    if (!(await isReady(server, base))) throw new Error(`the server did not answer on ${base}\n${output}`);
    return await work({ base, user: 'admin', password, projects });
  } finally {
    await stop(server);
    rmSync(data, { recursive: true, force: true });
  }
};
