import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore } from '@application/ports';
import { isCode, removeDurably, writeDurably } from './durable-file.js';

const SUFFIX = '.key';

/** Wrapped keys in a directory, each in a file of its own. */
export class FileKeyStore implements KeyStore {
  private constructor(private readonly directory: string) {}

  /** @param directory created (0700) when missing */
  static async open(directory: string): Promise<FileKeyStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new FileKeyStore(directory);
  }

  async read(owner: string): Promise<string | undefined> {
    try {
      return await readFile(this.fileOf(owner), 'utf8');
    } catch (error) {
      if (isCode(error, 'ENOENT')) return undefined;
      throw error;
    }
  }

  createUnlessThere(owner: string, text: string): Promise<boolean> {
    return writeDurably(this.fileOf(owner), text);
  }

  remove(owner: string): Promise<void> {
    return removeDurably(this.fileOf(owner));
  }

  /** Drafts of a process that was killed are no keys. */
  async owners(): Promise<readonly string[]> {
    const files = await readdir(this.directory);
    return files
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => decodeURIComponent(file.slice(0, -SUFFIX.length)));
  }

  /** Any owner is a safe file name, and no other owner has it. */
  private fileOf(owner: string): string {
    return join(this.directory, `${encodeURIComponent(owner).replaceAll('.', '%2E')}${SUFFIX}`);
  }
}
