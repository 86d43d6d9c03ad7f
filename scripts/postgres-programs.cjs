// Where the programs of PostgreSQL are on this machine. Debian's package is installed where there are none and one is root, else it is
// unpacked into a cache folder; nothing is done where programs are found.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, readdirSync, writeFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

const DEADLINE_MS = 240_000;
/** Debian would make and start a cluster of its own. */
const NO_CLUSTER = '/etc/postgresql-common/createcluster.conf';

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

/** Lists of packages that were never asked for are root's to fetch. */
const update = () => isRoot && run('apt-get', ['-qq', 'update']).status === 0;

const installed = (version) => {
  if (!isRoot) return undefined;
  if (!existsSync(NO_CLUSTER)) {
    mkdirSync('/etc/postgresql-common', { recursive: true });
    writeFileSync(NO_CLUSTER, 'create_main_cluster = false\n');
  }
  const options = ['-qq', '-y', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', [...options, 'install', `postgresql-${version}`], { env }).status === 0;
  return install() || (update() && install()) ? newestUnder('/') : undefined;
};

/** Of root one that others can read: the server runs as somebody else. */
const cacheFolder = () => (isRoot ? '/var/cache' : process.env.XDG_CACHE_HOME || join(homedir(), '.cache'));

const unpacked = (version) => {
  const cache = join(cacheFolder(), 'cairn', 'postgresql');
  if (newestUnder(cache)) return newestUnder(cache);
  mkdirSync(cache, { recursive: true });
  const packages = [`postgresql-${version}`, `postgresql-client-${version}`, 'libpq5'];
  const download = () => run('apt-get', ['-qq', 'download', ...packages], { cwd: cache }).status === 0;
  if (!download() && !(update() && download())) return undefined;
  for (const file of readdirSync(cache).filter((name) => name.endsWith('.deb')))
    run('dpkg-deb', ['-x', file, '.'], { cwd: cache });
  return newestUnder(cache);
};

const fromDebian = () => {
  const version = packaged() ?? (update() ? packaged() : undefined);
  return version === undefined ? undefined : (installed(version) ?? unpacked(version));
};

/** The folder of the programs, and the root they were unpacked to; undefined when they cannot be had. */
const postgresPrograms = () => newestUnder('/') ?? fromDebian();

module.exports = { isRoot, postgresPrograms, run };
