import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '@adapters/secrets';

/** The data directory cannot be used; the message says why and what to do. */
export class DataDirectoryRefused extends Error {
  override readonly name = 'DataDirectoryRefused';
}

/**
 * Makes the directory, open to its owner only. One that others can read is closed when it is empty, and refused when it
 * holds something: closing `/tmp` or a home directory by a slip would harm more than ourselves.
 */
export const prepareDataDirectory = (directory: string): void => {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    if ((statSync(directory).mode & 0o077) === 0) return;
    if (readdirSync(directory).length === 0) return chmodSync(directory, 0o700);
  } catch (error) {
    throw new DataDirectoryRefused(`${directory} cannot be the data directory: ${(error as Error).message}`);
  }
  throw new DataDirectoryRefused(
    `${directory} is open to other users and not empty: chmod 700 it, or choose another data directory`,
  );
};

export interface AdminPassword {
  readonly password: string;
  /** Where it can be read; null when it came from outside. */
  readonly file: string | null;
}

/** The given password, or the one kept in the data directory (mode 0600, nothing but the password), made on first use. */
export const adminPassword = async (directory: string, given: string | null): Promise<AdminPassword> => {
  if (given !== null) return { password: given, file: null };
  const file = join(directory, 'admin-password');
  const made = randomBytes(18).toString('base64url');
  const isNew = await createUnlessThere(file, made);
  const password = isNew ? made : readFileSync(file, 'utf8').trim();
  if (password === '') throw new DataDirectoryRefused(`${file} is empty: write a password into it, or remove it`);
  return { password, file };
};

const createUnlessThere = async (file: string, content: string): Promise<boolean> =>
  statSync(file, { throwIfNoEntry: false }) === undefined && (await writeDurably(file, content));
