// Starts the built server for scripts and tests: a free port, a known password, its data in a folder that can outlive it.
// CommonJS, so that Jest can load it too.
const { spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { once } = require('node:events');
const { mkdirSync, mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const { logFor } = require('./test-log.cjs');
const { readStoreFor } = require('./test-rows.cjs');

/** As the one process of an installation is called that says nothing else. */
const NODE_NAME = 'cairn-1';
const ROOT = resolve(__dirname, '..');
const ENTRY = join(ROOT, 'dist/apps/server/src/main.js');
/** As `npm start` runs it. */
const NODE_FLAGS = ['--enable-source-maps', '--max-semi-space-size=64'];
const START_MS = 60_000;
const STOP_MS = 20_000;
const LOOK_EVERY_MS = 20;
/** Characters of what a server said that are kept: all of it in most tests. */
const KEPT_OUTPUT = 1_000_000;

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

/** What stays when a server ends: its data, the folder of manual projects in it, the password of admin. */
const makeHome = () => {
  const data = mkdtempSync(join(tmpdir(), 'cairn-'));
  const projects = join(data, 'projects');
  mkdirSync(projects);
  // A playbook that outlives its server may still be writing.
  const remove = () => rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  return { data, projects, user: 'admin', password: randomBytes(12).toString('hex'), remove };
};

/** A server process: where it answers, what it said last, and how to end it. */
class RunningServer {
  #process;
  #output = '';

  constructor(process, base) {
    this.#process = process;
    this.base = base;
    for (const stream of [process.stdout, process.stderr]) {
      stream.on('data', (text) => (this.#output = (this.#output + text).slice(-KEPT_OUTPUT)));
    }
    /** Resolves when the process is gone, whatever ended it. */
    this.ended = once(process, 'exit').then(() => undefined);
  }

  get pid() {
    return this.#process.pid;
  }

  get output() {
    return this.#output;
  }

  /** null while it runs, and when a signal ended it. */
  get exitCode() {
    return this.#process.exitCode;
  }

  get isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  async ready() {
    for (const deadline = Date.now() + START_MS; Date.now() < deadline && this.isRunning; await wait(LOOK_EVERY_MS)) {
      if (await answers(`${this.base}/health/`)) return this;
    }
    throw new Error(`the server did not answer on ${this.base}\n${this.#output}`);
  }

  /** As a power cut would end it. What it started goes on. */
  async kill() {
    this.#process.kill('SIGKILL');
    await this.ended;
  }

  /** As Ctrl-C does; by force when that takes too long. */
  async stop() {
    if (!this.isRunning) return;
    this.#process.kill('SIGTERM');
    const impatience = setTimeout(() => this.#process.kill('SIGKILL'), STOP_MS);
    await this.ended;
    clearTimeout(impatience);
  }
}

/** Starts the built server on a home, on a port of its own unless the environment names one, and waits until it answers. */
const startServer = async ({ data, projects, password }, environment = {}) => {
  const port = environment.CAIRN_PORT ?? String(await freePort());
  const settings = {
    CAIRN_PORT: port,
    CAIRN_HOST: '127.0.0.1',
    CAIRN_HTTPS_PORT: 'off',
    CAIRN_DATA: data,
    CAIRN_PROJECTS_ROOT: projects,
  };
  const readStore = readStoreFor(data);
  if (readStore !== null) settings.CAIRN_READ_STORE = readStore;
  // Who names an engine of his own has chosen both.
  const isChosen = 'CAIRN_EVENTSTORE' in environment || 'CAIRN_READ_STORE' in environment;
  const log = isChosen ? null : await logFor(data);
  if (log !== null) Object.assign(settings, { CAIRN_EVENTSTORE: log, CAIRN_NODE_NAME: NODE_NAME });
  const child = spawn(process.execPath, [...NODE_FLAGS, ENTRY, '--no-demo'], {
    cwd: ROOT,
    env: { ...process.env, ...settings, CAIRN_ADMIN_PASSWORD: password, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = new RunningServer(child, `http://127.0.0.1:${port}`);
  try {
    return await server.ready();
  } catch (error) {
    await server.stop();
    throw error;
  }
};

/** Runs `work({ base, user, password, projects, ... })` against a fresh server and returns what it returns; nothing is left. */
const withServer = async (work, environment = {}) => {
  const home = makeHome();
  try {
    const server = await startServer(home, environment);
    try {
      return await work({ ...home, base: server.base, server });
    } finally {
      await server.stop();
    }
  } finally {
    home.remove();
  }
};

module.exports = { ROOT, makeHome, startServer, withServer };
