import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, writeDurably } from './durable-file.js';

const BYTES = 32;

/**
 * The key that wraps all others: the given one (base64 of 32 bytes), or the one kept in `<directory>/master`, made on first use.
 * The directory must exist.
 * @throws when the given or the stored text is no such key
 */
export const masterKey = async (directory: string, given: string | null = null): Promise<Buffer> => {
  if (given !== null) return keyFrom(given, 'the given master key');
  const file = join(directory, 'master');
  const stored = await contentOf(file);
  if (stored !== undefined) return keyFrom(stored, file);
  const made = randomBytes(BYTES);
  if (await writeDurably(file, made.toString('base64'))) return made;
  return keyFrom(await readFile(file, 'utf8'), file);
};

const contentOf = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

/** Never quotes the text: a key with a slip in it is still a secret. */
const keyFrom = (text: string, origin: string): Buffer => {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== BYTES || key.toString('base64') !== text.trim()) {
    throw new Error(`${origin} is not base64 of ${BYTES} bytes`);
  }
  return key;
};
