import { join } from 'node:path';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { FileLock, SqliteEventLog } from '@adapters/event-log-sqlite';
import { SqliteJobOutput } from '@adapters/job-output';
import { SqliteReadStore } from '@adapters/read-store';
import { argon2Passwords, sealSecrets } from '@adapters/secrets';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import type { EventLog, IdAllocator, PasswordHasher, ReadStore, SecretSealer } from '@application/ports';
import { queryFunctions } from '@application/queries';
import type { Settings } from '../configuration/settings.js';
import { openKeys } from './keys.js';

/** Everything that keeps something, opened on one data directory. */
export interface Stores {
  readonly log: EventLog;
  readonly read: ReadStore;
  readonly output: SqliteJobOutput;
  readonly sealer: SecretSealer;
  readonly hasher: PasswordHasher;
  readonly clock: SystemClock;
  readonly aggregates: AggregateRunner;
  readonly ids: IdAllocator;
  /** In the order that lets the later ones finish their work. */
  close(): Promise<void>;
}

export const logFile = (data: string): string => join(data, 'log.sqlite');

/** The log, and the lock that keeps a second process off the data directory where the log itself does not. */
const openLog = async ({ data, eventStore }: StoreSettings): Promise<{ log: EventLog; release: () => void }> => {
  if (eventStore === null) return { log: await SqliteEventLog.open(logFile(data)), release: () => undefined };
  const lock = FileLock.acquire(join(data, 'directory'));
  try {
    return { log: await EventStoreDbLog.open(eventStore), release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
};

type StoreSettings = Pick<Settings, 'data' | 'masterKey' | 'eventStore'>;

/**
 * The adapters: the embedded log or EventStoreDB, a file for the read models, one for job output, and a directory of keys.
 * @throws LogLocked when another process serves this directory
 * @throws LogUnavailable when EventStoreDB does not answer
 * @throws MasterKeyRefused when the secrets of this directory were sealed under another master key
 */
export const openStores = async (settings: StoreSettings): Promise<Stores> => {
  const { data } = settings;
  const keyring = await openKeys(settings);
  const { log, release } = await openLog(settings);
  const output = new SqliteJobOutput(join(data, 'output.sqlite'));
  const read = new SqliteReadStore({
    file: join(data, 'read-models.sqlite'),
    attach: { output: output.file },
    functions: queryFunctions,
  });
  const clock = new SystemClock();
  const aggregates = new AggregateRunner(log, { clock });
  return {
    log,
    read,
    output,
    sealer: sealSecrets(keyring),
    hasher: argon2Passwords(),
    clock,
    aggregates,
    ids: new LogIdAllocator(aggregates),
    close: async () => {
      await log.close();
      await read.close();
      output.close();
      release();
    },
  };
};
