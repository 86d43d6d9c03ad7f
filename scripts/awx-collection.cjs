// The awx.awx collection for tests: taken out of Debian's package `ansible` into a cache folder, never installed.
// CommonJS, so that Jest can load it; as a program it prints the folder, or ends with 1.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

const PACKAGE = 'ansible';
/** Where the package keeps its collections, and which of them are needed: the modules, and a callback that tells results as JSON. */
const INSIDE = 'usr/lib/python3/dist-packages/ansible_collections';
const WANTED = ['awx', 'ansible/posix'];
const DEADLINE_MS = 120_000;

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'cairn', 'ansible-collections');

const holds = (folder) => existsSync(join(folder, 'ansible_collections/awx/awx/plugins/modules/job_launch.py'));

const run = (program, args, cwd) => {
  const { status } = spawnSync(program, args, { cwd, stdio: 'ignore', timeout: DEADLINE_MS });
  return status === 0;
};

/** A machine that never asked for package lists finds the package only after an update, which is root's to make. */
const download = (folder) => {
  const fetch = () => run('apt-get', ['-qq', 'download', PACKAGE], folder);
  return fetch() || (process.getuid?.() === 0 && run('apt-get', ['-qq', 'update'], folder) && fetch());
};

const unpack = (folder) => {
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (!file) return false;
  const paths = WANTED.map((name) => `./${INSIDE}/${name}`).join(' ');
  return run('bash', ['-o', 'pipefail', '-c', `dpkg-deb --fsys-tarfile "$0" | tar -x ${paths}`, file], folder);
};

/** Into place at once, so that two that fetch it at the same time do no harm. */
const place = (folder, target) => {
  const unpacked = join(folder, 'usr/lib/python3/dist-packages');
  if (!holds(unpacked)) return;
  mkdirSync(join(target, '..'), { recursive: true });
  try {
    renameSync(unpacked, target);
  } catch (error) {
    if (!holds(target)) throw error;
  }
};

/** The folder for ANSIBLE_COLLECTIONS_PATH; undefined where the package cannot be had. */
const awxCollection = () => {
  const target = cache();
  if (holds(target)) return target;
  mkdirSync(join(target, '..'), { recursive: true });
  const folder = mkdtempSync(join(target, '..', 'fetch-'));
  try {
    if (download(folder) && unpack(folder)) place(folder, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return holds(target) ? target : undefined;
};

module.exports = { awxCollection };

if (require.main === module) {
  const folder = awxCollection();
  console.log(folder ?? `the package ${PACKAGE} cannot be had here`);
  process.exitCode = folder ? 0 : 1;
}
