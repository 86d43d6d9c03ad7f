import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, say } from './process.mjs';

/** Debian package -> the program that Cairn runs from it. */
const TOOLS = { 'ansible-core': 'ansible-playbook', git: 'git' };

const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const isOnPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, program)));

const missing = () =>
  Object.entries(TOOLS)
    .filter(([, program]) => !isOnPath(program))
    .map(([name]) => name);

/** The noop executor runs no playbook and fetches no project. */
export const haveTools = () => process.env.CAIRN_EXECUTOR === 'noop' || missing().length === 0;

const INSTALL = ['install', '-y', '--no-install-recommends'];

const apt = (args) =>
  run('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { DEBIAN_FRONTEND: 'noninteractive' });

/** A machine that never asked for package lists finds the package only after an update. */
const aptInstall = async (names) =>
  (await apt([...INSTALL, ...names])) || ((await apt(['update'])) && (await apt([...INSTALL, ...names])));

/** Never fails: without these programs Cairn serves, and a job that needs one ends in `error` and says so. */
export const installTools = async () => {
  const names = missing();
  const isRoot = process.getuid?.() === 0;
  if (isRoot && isOnPath('apt-get')) {
    say(`installing ${names.join(' and ')}`);
    if (await aptInstall(names)) return;
  }
  const command = ['apt-get', ...INSTALL, ...names].join(' ');
  say(`jobs need ${names.join(' and ')}; install with: ${isRoot ? '' : 'sudo '}${command}`);
};
