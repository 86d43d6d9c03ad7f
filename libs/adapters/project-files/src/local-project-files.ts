import { lstatSync, type Stats } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { ProjectFiles } from '@application/ports';
import { namesPlays } from './playbook-text.js';

/** Directories of a project whose files are parts of playbooks, as AWX has it; so are hidden ones. */
const PASSED_OVER = new Set(['roles', 'tasks', 'group_vars', 'host_vars']);

/** Files at most, and bytes of each: a checkout may hold anything. */
const MOST_FILES = 20_000;
const BYTES_READ = 1024 * 1024;

/** Projects in directories of this machine. Links are not followed: they could lead out of the project. */
export class LocalProjectFiles implements ProjectFiles {
  constructor(private readonly root: string) {}

  /** Looks at once: every job asks, and a local look is over sooner than a wait for it. */
  folder(localPath: string): string | null {
    const inside = normalize(localPath);
    const steps = inside.split(sep).filter((step) => step !== '' && step !== '.');
    if (isAbsolute(inside) || steps.length === 0 || steps[0] === '..') return null;
    for (let depth = 1; depth <= steps.length; depth++) {
      const found = statusOf(join(this.root, ...steps.slice(0, depth)));
      if (found?.isSymbolicLink()) return null;
      if (!found) break; // nothing below it either
    }
    return join(this.root, ...steps);
  }

  async playbooks(localPath: string): Promise<readonly string[] | undefined> {
    const directory = this.existing(localPath);
    if (directory === undefined) return undefined;
    const found: string[] = [];
    for await (const path of filesBelow(directory)) {
      if (/\.ya?ml$/.test(path) && namesPlays(await beginning(join(directory, path)))) found.push(path);
    }
    return found.sort(regardlessOfCase);
  }

  async inventories(localPath: string): Promise<readonly string[] | undefined> {
    const directory = this.existing(localPath);
    if (directory === undefined) return undefined;
    const found: string[] = [];
    for await (const path of filesBelow(directory)) if (INVENTORY.test(path)) found.push(path);
    return found.sort(regardlessOfCase);
  }

  async directories(): Promise<readonly string[]> {
    const entries = await readdir(this.root, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() && !isHidden(entry.name) ? [entry.name] : [])).sort();
  }

  private existing(localPath: string): string | undefined {
    const directory = this.folder(localPath);
    return directory !== null && statusOf(directory)?.isDirectory() ? directory : undefined;
  }
}

/** By their names alone. */
const INVENTORY = /(?:^|\/)(?:inventory|hosts|[^/]*\.ini)$/;

/** Null when there is no such file. */
const statusOf = (path: string): Stats | null => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw error;
  }
};

const isHidden = (name: string): boolean => name.startsWith('.');

async function* filesBelow(directory: string): AsyncGenerator<string> {
  const open = [''];
  let seen = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      if ((seen += 1) > MOST_FILES) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isHidden(entry.name) && !PASSED_OVER.has(entry.name)) open.push(path);
      if (entry.isFile()) yield path;
    }
  }
}

const beginning = async (file: string): Promise<string> => {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(Math.min(size, BYTES_READ)), position: 0 });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};

const regardlessOfCase = (a: string, b: string): number => {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one === other ? 0 : one < other ? -1 : 1;
};
