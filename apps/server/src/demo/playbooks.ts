import { cpSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT } from './plan.js';

/** Lays the playbooks that ship with Cairn where a manual project is looked for. A folder that is there stays as it is. */
export const layPlaybooks = (projectsRoot: string): void => {
  const folder = join(projectsRoot, PROJECT.local_path);
  if (!existsSync(folder)) cpSync(shippedPlaybooks(__dirname), folder, { recursive: true });
};

/** Sources and build lie at different depths below the folder of `examples`. */
const shippedPlaybooks = (from: string): string => {
  const candidate = join(from, 'examples', PROJECT.local_path);
  if (existsSync(candidate)) return candidate;
  if (from === dirname(from)) throw new Error('the playbooks of the demo are missing: examples/demo');
  return shippedPlaybooks(dirname(from));
};
