import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Failure, ROOT, run, say } from './process.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const STAMP = join(ROOT, 'dist/.cairn-build');
const ENTRY = join(ROOT, 'dist/apps/server/src/main.js');
const SETTINGS = ['package-lock.json', 'tsconfig.json', 'nest-cli.json'];

const sourcesIn = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name));

/** By content: a checkout gives files new times without changing them, and a build may take half a minute. */
const wanted = () => {
  const files = [
    ...SETTINGS.map((name) => join(ROOT, name)),
    ...['apps', 'libs'].flatMap((name) => sourcesIn(join(ROOT, name))),
  ];
  return digestOf(files.sort().flatMap((file) => [relative(ROOT, file), readFileSync(file)]));
};

export const isBuilt = () => existsSync(ENTRY) && isStamped(STAMP, wanted());

export const build = async () => {
  say('building');
  const digest = wanted();
  const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
  if (!(await run(process.execPath, [nest, 'build', 'server']))) throw new Failure('the build failed, see above.');
  stamp(STAMP, digest);
};
