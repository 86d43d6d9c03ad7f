import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { LogLocked } from '@application/ports';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { isBusy } from './driver-errors.js';

/**
 * Lock against a second writer. `<log>.lock` is a tiny database whose exclusive lock is held through the operating system,
 * which lets go of it when the process dies, however it dies: there is no stale lock to judge, and no race in taking one
 * over. `<log>.owner` only says who holds it. Keep it beside the lock and never read `<log>.lock` by other means: closing a
 * file drops all locks its process holds on it.
 */
export class FileLock {
  private constructor(
    private readonly lock: DatabaseSyncInstance,
    private readonly ownerFile: string,
  ) {}

  /** @throws LogLocked naming the process that holds it */
  static acquire(logFile: string): FileLock {
    const ownerFile = `${logFile}.owner`;
    const lock = new DatabaseSync(`${logFile}.lock`);
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;');
    } catch (error) {
      lock.close();
      throw isBusy(error) ? new LogLocked(logFile, holderIn(ownerFile)) : error;
    }
    writeFileSync(ownerFile, JSON.stringify(thisProcess()));
    return new FileLock(lock, ownerFile);
  }

  release(): void {
    rmSync(this.ownerFile, { force: true });
    this.lock.close();
  }
}

/** Process id, when it started and in which boot: a process id alone may since belong to another program. */
const thisProcess = (): object => ({
  pid: process.pid,
  startedAt: new Date(performance.timeOrigin).toISOString(),
  boot: textOf('/proc/sys/kernel/random/boot_id'),
});

const holderIn = (ownerFile: string): string => {
  const text = textOf(ownerFile);
  const found = text === null ? null : /"pid":(\d+),"startedAt":"([^"]+)"/.exec(text);
  return found ? `process ${found[1]} (started ${found[2]})` : 'another process';
};

const textOf = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null; // only wanted for a message
  }
};
