import { readFile } from 'node:fs/promises';
import type { RunDirectory } from './run-directory.js';

/** A line of a project update's output as it may be shown: user and password in addresses are masked (spec jobs.md §5). */
export const checkoutLine = (line: string): string =>
  line.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@]+@/gi, '$1$encrypted$@');

/** The revision that a checkout wrote down, null when it did not come so far. */
export const checkoutRevision = async (directory: RunDirectory): Promise<string | null> => {
  try {
    return (await readFile(directory.file('revision'), 'utf8')).trim();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
};
