// A PostgreSQL of one's own for tests: a fresh cluster in a temporary folder, on a free port, run by somebody without rights.
// CommonJS, so that Jest can load it too.
const { spawn } = require('node:child_process');
const { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { basename, dirname, join } = require('node:path');
const { isRoot, postgresPrograms, run } = require('./postgres-programs.cjs');

const NOBODY = 65_534;

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const unprivileged = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];

const command = (program, args) => {
  const [file, ...rest] = [...unprivileged, program, ...args];
  return [file, rest];
};

/** Unpacked packages do not know where they are. */
const environmentOf = (root) => {
  if (root === '/') return { ...process.env, LC_ALL: 'C.UTF-8' };
  const libraries = join(root, 'usr/lib');
  const folders = readdirSync(libraries).map((name) => join(libraries, name));
  return { ...process.env, LC_ALL: 'C.UTF-8', LD_LIBRARY_PATH: folders.join(':') };
};

const initialise = ({ bin, root }, data) => {
  const share = root === '/' ? [] : ['-L', join(root, 'usr/share/postgresql', basename(dirname(bin)))];
  const options = ['-D', data, '-U', 'cairn', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...share];
  const stdio = ['ignore', 'ignore', 'inherit'];
  return run(...command(join(bin, 'initdb'), options), { env: environmentOf(root), stdio, cwd: '/' }).status === 0;
};

/** Resolves true when it takes connections, false when it ends before. */
const isReady = (server) =>
  new Promise((resolve) => {
    let said = '';
    const fail = () => {
      process.stderr.write(said);
      resolve(false);
    };
    server.on('exit', fail);
    server.stderr.on('data', (chunk) => {
      said += chunk;
      if (!said.includes('ready to accept connections')) return;
      server.off('exit', fail);
      server.stderr.removeAllListeners('data').resume();
      resolve(true);
    });
    server.on('error', () => resolve(false));
  });

class PostgresServer {
  #programs;
  #folder = mkdtempSync(join(tmpdir(), 'cairn-postgres-'));
  #process;

  constructor(programs) {
    this.#programs = programs;
  }

  /** False when it cannot be started. */
  async begin() {
    chmodSync(this.#folder, 0o700);
    if (isRoot) chownSync(this.#folder, NOBODY, NOBODY);
    if (!initialise(this.#programs, this.#data)) return false;
    this.port = await freePort();
    return this.start();
  }

  get url() {
    return `postgres://cairn@127.0.0.1:${this.port}/postgres`;
  }

  async start() {
    const place = [`port=${this.port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${this.#folder}`];
    const options = [...place, 'fsync=off', 'max_connections=300'].flatMap((setting) => ['-c', setting]);
    const [file, args] = command(join(this.#programs.bin, 'postgres'), ['-D', this.#data, ...options]);
    const env = environmentOf(this.#programs.root);
    this.#process = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
    return isReady(this.#process);
  }

  /** Lets go of every connection at once. @param signal SIGQUIT: as a crash does, so that the last commits may be lost */
  async halt(signal = 'SIGINT') {
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.on('exit', resolve));
    this.#process.kill(signal);
    await ended;
  }

  /** Nothing is left of it. */
  async remove() {
    await this.halt();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data() {
    return join(this.#folder, 'data');
  }
}

/** A server that runs, or the reason why there is none. */
const startPostgres = async () => {
  const programs = postgresPrograms();
  if (!programs) return { problem: 'PostgreSQL is not installed here and its Debian packages cannot be had' };
  const server = new PostgresServer(programs);
  if (await server.begin()) return { server };
  await server.remove();
  return { problem: 'PostgreSQL does not start here' };
};

module.exports = { startPostgres };
