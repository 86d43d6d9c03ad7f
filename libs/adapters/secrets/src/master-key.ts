import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode, writeDurably } from './durable-file.js';

const BYTES = 32;

/** There is no master key, or it is not that of the stored keys; the message says what to do and quotes no key. */
export class MasterKeyRefused extends Error {
  override readonly name = 'MasterKeyRefused';
}

/** Where the master key comes from. */
export interface MasterKeySource {
  /** Keeps the key in its file `master`; must exist. */
  readonly directory: string;
  /** Base64 of 32 bytes, from outside; null: the file counts. */
  readonly given: string | null;
}

/**
 * The key that wraps all others: the given one, or the one kept in the directory.
 * @param mayMake one is made when there is none
 * @throws MasterKeyRefused when the given or the stored text is no such key, or there is none
 */
export const masterKey = async ({ directory, given }: MasterKeySource, mayMake = true): Promise<Buffer> => {
  if (given !== null) return keyFrom(given, 'the given master key');
  const file = join(directory, 'master');
  const stored = await contentOf(file);
  if (stored !== undefined) return keyFrom(stored, file);
  if (!mayMake) throw new MasterKeyRefused(`${file} is missing, but there are keys that were made under a master key`);
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
    throw new MasterKeyRefused(`${origin} is not base64 of ${BYTES} bytes`);
  }
  return key;
};
