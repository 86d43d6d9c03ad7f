import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CALLBACK_PLUGIN } from './callback-plugin.js';
import { INVENTORY_PLUGIN } from './inventory-plugin.js';

export interface PluginFolders {
  readonly callback: string;
  readonly inventory: string;
}

const VERSION = createHash('sha256').update(CALLBACK_PLUGIN).update(INVENTORY_PLUGIN).digest('hex').slice(0, 16);

/** Puts our plugins under `root`, once per version of their text, so that Python compiles them once and not for each run. */
export const writePlugins = async (root: string): Promise<PluginFolders> => {
  const folder = join(root, VERSION);
  if (!(await exists(folder))) await publish(folder);
  return { callback: join(folder, 'callback'), inventory: join(folder, 'inventory') };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whole or not at all: another process may be doing the same, or be killed half-way. */
const publish = async (folder: string): Promise<void> => {
  const draft = `${folder}.${randomBytes(6).toString('hex')}`;
  await mkdir(join(draft, 'callback'), { recursive: true, mode: 0o700 });
  await mkdir(join(draft, 'inventory'), { mode: 0o700 });
  await writeFile(join(draft, 'callback', 'cairn_events.py'), CALLBACK_PLUGIN, { mode: 0o600 });
  await writeFile(join(draft, 'inventory', 'cairn_inventory.py'), INVENTORY_PLUGIN, { mode: 0o600 });
  await rename(draft, folder).catch(async (cause: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(folder))) throw new Error(`cannot write plugins to ${dirname(folder)}`, { cause });
  });
};
