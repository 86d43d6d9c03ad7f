import { randomBytes } from 'node:crypto';
import { link, open, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Creates a file (mode 0600) that is whole and on disk when this resolves, or not there at all.
 * @returns false when the file existed already; it is left as it was
 */
export const writeDurably = async (file: string, content: string): Promise<boolean> => {
  const draft = `${file}.${randomBytes(6).toString('hex')}.new`;
  await writeAndSync(draft, content);
  try {
    await link(draft, file);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
  await syncToDisk(dirname(file));
  return true;
};

/** Removes a file for good; one that is not there is removed already. */
export const removeDurably = async (file: string): Promise<void> => {
  try {
    await unlink(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  await syncToDisk(dirname(file));
};

export const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

const writeAndSync = async (file: string, content: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Has the system write a file or a directory to disk: a new name is only safe when its directory is. */
export const syncToDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
