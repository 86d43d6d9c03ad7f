import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { copyLogFile, ReadOnlyLog } from '@adapters/event-log-sqlite';
import { copyOutputFile } from '@adapters/job-output';
import { copyNotes } from '@adapters/read-store';
import { syncToDisk } from '@adapters/secrets';
import { TransferRefused } from '@application/log-transfer';
import { ids, type IdsEvent } from '@domain/ids';
import { dataFiles } from '../composition/data-files.js';
import { KEPT_NOTES } from '../composition/kept-notes.js';
import type { Settings } from '../configuration/settings.js';
import { checkLogFile } from '../verification/check-log.js';
import { syncTree } from './sync-tree.js';

type BackupSettings = Pick<Settings, 'data' | 'projectsRoot' | 'masterKey' | 'readStore'>;

/** Who waits for it. */
export interface Watcher {
  readonly tell: (line: string) => void;
  /** Aborts: nothing is left behind. */
  readonly signal: AbortSignal;
}

/**
 * Copies what cannot be made again into a new directory, beside a server that may be at work. The copy is a data directory: a
 * server that is started on it goes on from there. It appears under its name when it is whole and on disk.
 */
export const backUp = async (settings: BackupSettings, directory: string, { tell, signal }: Watcher): Promise<void> => {
  const goal = resolve(directory);
  if (existsSync(goal)) throw new TransferRefused(`${goal} is there already: a backup makes a new directory`);
  const draft = `${goal}.${randomBytes(6).toString('hex')}.part`;
  await mkdir(draft, { mode: 0o700 });
  try {
    await copyParts(settings, draft, { tell, signal });
    await syncTree(draft);
    signal.throwIfAborted();
    await rename(draft, goal);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  await syncToDisk(dirname(goal));
};

/** The log comes first: whatever it tells of was there before, so that what is copied afterwards has at least that. */
const copyParts = async (settings: BackupSettings, draft: string, { tell, signal }: Watcher): Promise<void> => {
  const [from, to] = [dataFiles(settings.data), dataFiles(draft)];
  if (!existsSync(from.log)) throw new TransferRefused(`there is no log at ${from.log}`);
  copyLogFile(from.log, to.log);
  signal.throwIfAborted();
  if ((await checkLogFile(to.log, tell)) !== 0) throw new TransferRefused('the log is damaged; nothing was backed up');
  signal.throwIfAborted();
  if (existsSync(from.output)) copyOutputFile(from.output, to.output, await lastJob(to.log));
  if (existsSync(from.readModels)) copyNotes(from.readModels, to.readModels, KEPT_NOTES);
  for (const part of ['keys', 'tls', 'adminPassword'] as const) await copyTree(from[part], to[part]);
  await listProjects(settings, draft, tell);
  if (settings.readStore !== null)
    tell('The output of jobs is in PostgreSQL and not in the backup: bin/cairn export --output FILE.');
  if (settings.masterKey !== null)
    tell('The master key comes from CAIRN_MASTER_KEY: keep it too, it is not in the backup.');
};

/** Drafts of keys that are being written are left out. */
const copyTree = async (from: string, to: string): Promise<void> => {
  if (!existsSync(from)) return;
  await cp(from, to, { recursive: true, filter: (file) => !file.endsWith('.new') });
};

/** The newest id that a job in this log can have. */
const lastJob = async (file: string): Promise<number> => {
  const log = new ReadOnlyLog(file);
  try {
    let reserved = ids.initial;
    for await (const { data } of log.readStream('ids'))
      reserved = ids.evolve(reserved, { type: 'IdBlockReserved', data: data as IdsEvent['data'] });
    return reserved.get('unified_job') ?? 0;
  } finally {
    await log.close();
  }
};

/** Folders of manual projects are their owners' to keep; those of git are fetched again. */
const listProjects = async (
  { projectsRoot }: BackupSettings,
  draft: string,
  tell: (line: string) => void,
): Promise<void> => {
  const entries = existsSync(projectsRoot) ? await readdir(projectsRoot, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);
  await writeFile(join(draft, 'projects.txt'), folders.map((name) => `${join(projectsRoot, name)}\n`).join(''));
  if (folders.length > 0)
    tell(`Not in the backup are ${folders.length} folders of manual projects: projects.txt lists them.`);
};
