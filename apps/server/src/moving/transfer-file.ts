import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncToDisk } from '@adapters/secrets';
import { chunksOf, linesOf } from './lines.js';

/** The name that stands for standard input and output. */
export const STANDARD = '-';

/** The lines of a file, or of standard input. */
export const readLines = (file: string, signal: AbortSignal): AsyncIterable<string> =>
  linesOf(addAbortSignal(signal, file === STANDARD ? process.stdin : createReadStream(file)));

/**
 * Writes lines to a file that is whole and on disk when this resolves, or as it was before; or to standard output. Only its
 * owner may read it: it can hold keys of templates and sealed secrets.
 */
export const writeLines = async (file: string, lines: AsyncIterable<string>, signal: AbortSignal): Promise<void> => {
  const chunks = Readable.from(chunksOf(lines));
  if (file === STANDARD) return pipeline(chunks, process.stdout, { signal, end: false });
  const draft = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    await pipeline(chunks, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }), { signal });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncToDisk(dirname(file));
};
