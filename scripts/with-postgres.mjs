// Runs a command beside a PostgreSQL of its own: `node scripts/with-postgres.mjs npx jest test/contracts`. The command finds the server in
// CAIRN_TEST_POSTGRES, and CAIRN_TEST_READ_STORE says that specs keep their rows there. Programs installed on this machine are used, else
// Debian's packages, unpacked into a cache folder. Ends as the command does, or with 77 where no server can be had.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const DEADLINE_MS = 120_000;
const NOT_TO_BE_HAD = 77;

const isRoot = process.getuid?.() === 0;

const run = (program, args, options = {}) =>
  spawnSync(program, args, { stdio: 'ignore', timeout: DEADLINE_MS, ...options });

const newestUnder = (root) => {
  const folder = join(root, 'usr/lib/postgresql');
  if (!existsSync(folder)) return undefined;
  const [version] = readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(b) - Number(a));
  const bin = version && join(folder, version, 'bin');
  return bin && existsSync(join(bin, 'initdb')) ? { bin, root } : undefined;
};

/** Version of PostgreSQL that this Debian has, `15`. */
const packaged = () => {
  const { stdout = '' } = run('apt-cache', ['depends', 'postgresql'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  });
  return /Depends: postgresql-(\d+)/.exec(stdout ?? '')?.[1];
};

/** Of root one that others can read: the server runs as somebody else. */
const cacheFolder = () => (isRoot ? '/var/cache' : process.env.XDG_CACHE_HOME || join(homedir(), '.cache'));

/** Lists of packages that were never asked for are root's to fetch. */
const update = () => isRoot && run('apt-get', ['-qq', 'update']).status === 0;

const download = (cache, version) => {
  const packages = [`postgresql-${version}`, `postgresql-client-${version}`, 'libpq5'];
  const fetch = () => run('apt-get', ['-qq', 'download', ...packages], { cwd: cache }).status === 0;
  return fetch() || (update() && fetch());
};

const fetched = () => {
  const cache = join(cacheFolder(), 'cairn', 'postgresql');
  const version = newestUnder(cache) ? undefined : (packaged() ?? (update() ? packaged() : undefined));
  if (!version) return newestUnder(cache);
  mkdirSync(cache, { recursive: true });
  if (!download(cache, version)) return undefined;
  for (const file of readdirSync(cache).filter((name) => name.endsWith('.deb')))
    run('dpkg-deb', ['-x', file, '.'], { cwd: cache });
  return newestUnder(cache);
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** PostgreSQL refuses to run as root: then it runs as nobody. */
const unprivileged = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

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

const start = async (programs) => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-postgres-'));
  chmodSync(folder, 0o700);
  if (isRoot) chownSync(folder, 65_534, 65_534);
  const data = join(folder, 'data');
  if (!initialise(programs, data)) return { folder };
  const port = await freePort();
  const place = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const options = [...place, 'fsync=off', 'max_connections=300'].flatMap((setting) => ['-c', setting]);
  const [file, args] = command(join(programs.bin, 'postgres'), ['-D', data, ...options]);
  const server = spawn(file, args, {
    env: environmentOf(programs.root),
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: '/',
  });
  const url = (await isReady(server)) ? `postgres://cairn@127.0.0.1:${port}/postgres` : undefined;
  return { folder, server, url };
};

const stop = async ({ folder, server }) => {
  if (server && server.exitCode === null) {
    const ended = new Promise((resolve) => server.on('exit', resolve));
    server.kill('SIGINT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
};

const exitOf = (child) =>
  new Promise((resolve) => {
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });

const programs = newestUnder('/') ?? fetched();
if (!programs) {
  console.error('NOT RUN: PostgreSQL is not installed here and its Debian packages cannot be had');
  process.exit(NOT_TO_BE_HAD);
}
const postgres = await start(programs);
if (!postgres.url) {
  await stop(postgres);
  console.error('NOT RUN: PostgreSQL does not start here');
  process.exit(NOT_TO_BE_HAD);
}
const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, {
  stdio: 'inherit',
  env: { ...process.env, CAIRN_TEST_POSTGRES: postgres.url, CAIRN_TEST_READ_STORE: 'postgres' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const code = await exitOf(child);
await stop(postgres);
process.exitCode = code;
