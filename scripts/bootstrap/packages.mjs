import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, ROOT, run, say } from './process.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const STAMP = join(ROOT, 'node_modules/.cairn-packages');

/** The same lock gives another tree on another Node.js or platform. */
const wanted = () =>
  digestOf([readFileSync(join(ROOT, 'package-lock.json')), process.version, process.platform, process.arch]);

export const arePackagesInstalled = () => isStamped(STAMP, wanted());

/** The npm that started us, if one did. */
const npm = (args) => {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args]) : run('npm', args);
};

export const installPackages = async () => {
  say('installing npm packages (about a minute)');
  const digest = wanted();
  if (!(await npm(['ci', '--include=dev', '--loglevel=error']))) throw new Failure('npm ci failed, see above.');
  stamp(STAMP, digest);
};
