import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { syncToDisk } from '@adapters/secrets';

/** Writes a directory and all below it to disk: what is in the cache of the system only is no backup. */
export const syncTree = async (path: string): Promise<void> => {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) await syncTree(below);
    else if (entry.isFile()) await syncToDisk(below);
  }
  await syncToDisk(path);
};
