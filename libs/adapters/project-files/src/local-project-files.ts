import { lstat, open, readdir } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import type { ProjectFiles } from '@application/ports';
import { namesPlays } from './playbook-text.js';

/** Directories that hold parts of playbooks, or nothing of Ansible's. */
const PASSED_OVER = new Set(['roles', 'tasks', 'library', 'module_utils', 'group_vars', 'host_vars']);

/** Files at most, and bytes of each: a checkout may hold anything. */
const MOST_FILES = 20_000;
const BYTES_READ = 64 * 1024;

/** Projects in directories of this machine. Links are not followed: they could lead out of the project. */
export class LocalProjectFiles implements ProjectFiles {
  constructor(private readonly root: string) {}

  async playbooks(localPath: string): Promise<readonly string[] | undefined> {
    const directory = inside(this.root, localPath);
    if (directory === undefined || !(await isDirectory(directory))) return undefined;
    const found: string[] = [];
    for await (const path of yamlFiles(directory)) {
      if (namesPlays(await beginning(join(directory, path)))) found.push(path);
    }
    return found.sort();
  }

  async directories(): Promise<readonly string[]> {
    const entries = await readdir(this.root, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() && !isHidden(entry.name) ? [entry.name] : [])).sort();
  }
}

const inside = (root: string, localPath: string): string | undefined => {
  const path = normalize(localPath);
  const leadsOut = localPath === '' || isAbsolute(path) || path === '.' || path.split(sep)[0] === '..';
  return leadsOut ? undefined : join(root, path);
};

const isDirectory = async (path: string): Promise<boolean> => {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
};

const isHidden = (name: string): boolean => name.startsWith('.');

async function* yamlFiles(directory: string): AsyncGenerator<string> {
  const open = [''];
  let seen = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      if ((seen += 1) > MOST_FILES) return;
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !isHidden(entry.name) && !PASSED_OVER.has(entry.name)) open.push(path);
      if (entry.isFile() && /\.ya?ml$/.test(entry.name)) yield path;
    }
  }
}

const beginning = async (file: string): Promise<string> => {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(BYTES_READ), position: 0 });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};
