import { join } from 'node:path';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { FileLock, SqliteEventLog } from '@adapters/event-log-sqlite';
import { argon2Passwords, type Keyring, sealSecrets } from '@adapters/secrets';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import type { EventLog, IdAllocator, JobOutput, PasswordHasher, ReadStore, SecretSealer } from '@application/ports';
import { isShared, type Settings } from '../configuration/settings.js';
import { dataFiles } from './data-files.js';
import { openKeys } from './keys.js';
import { type Patience, PATIENCE_SECONDS, patiently } from './patience.js';
import { openRows, type RowEvents, type Rows } from './rows.js';

/** Everything that keeps something, opened on one data directory. */
export interface Stores {
  readonly log: EventLog;
  readonly read: ReadStore;
  readonly output: JobOutput;
  readonly sealer: SecretSealer;
  readonly hasher: PasswordHasher;
  readonly clock: SystemClock;
  readonly aggregates: AggregateRunner;
  readonly ids: IdAllocator;
  /** In the order that lets the later ones finish their work. */
  close(): Promise<void>;
}

/** What is told of a log that is a server's. */
export interface LogEvents {
  /** It does not answer yet. */
  readonly onWaiting: Patience['tell'];
  /** Followers had to be connected again, or cannot be told of an event. */
  readonly onFeedTrouble: (error: unknown) => void;
}

/** The log, and the lock that keeps a second process off the data directory where the log itself does not. */
const openLog = async (
  { data, eventStore, readStore, nodeName }: StoreSettings,
  { onWaiting, onFeedTrouble }: LogEvents,
): Promise<{ log: EventLog; release: () => void }> => {
  if (eventStore === null) return { log: await SqliteEventLog.open(dataFiles(data).log), release: () => undefined };
  const lock = FileLock.acquire(join(data, isShared({ eventStore, readStore }) ? `node ${nodeName}` : 'directory'));
  try {
    const patience = { seconds: PATIENCE_SECONDS, pause: 1_000, tell: onWaiting };
    const open = () => EventStoreDbLog.open(eventStore, { onTrouble: onFeedTrouble });
    const log = await patiently(open, patience);
    return { log, release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
};

type StoreSettings = Pick<Settings, 'data' | 'masterKey' | 'eventStore' | 'readStore' | 'nodeName'>;

/**
 * The adapters: the embedded log or EventStoreDB; files for read models and job output, or PostgreSQL; a directory of keys, or PostgreSQL too.
 * @throws LogLocked when another process serves this directory
 * @throws LogUnavailable when EventStoreDB does not answer for a minute
 * @throws LogRefused when it never will
 * @throws MasterKeyRefused when the secrets of this installation were sealed under another master key
 * @throws ReadStoreUnavailable when PostgreSQL does not
 */
export const openStores = async (settings: StoreSettings, events: RowEvents & LogEvents): Promise<Stores> => {
  const { log, release } = await openLog(settings, events);
  const opened = [() => log.close()];
  const closeAll = async (): Promise<void> => {
    for (const close of opened) await close();
    release();
  };
  try {
    const rows = await openRows(settings, log, events);
    opened.push(rows.close);
    const isFirstStart = (await log.head()) === undefined;
    const keys = await openKeys(settings, { isFirstStart, onLost: events.onLost });
    opened.push(keys.close);
    return storesOn({ log, rows, keyring: keys.keyring, close: closeAll }, isShared(settings));
  } catch (error) {
    await closeAll();
    throw error;
  }
};

interface Opened extends Pick<Stores, 'log' | 'close'> {
  readonly rows: Rows;
  readonly keyring: Keyring;
}

const storesOn = ({ log, rows: { read, output }, keyring, close }: Opened, isShared: boolean): Stores => {
  const clock = new SystemClock();
  const aggregates = new AggregateRunner(log, { clock, isShared });
  return {
    log,
    read,
    output,
    sealer: sealSecrets(keyring),
    hasher: argon2Passwords(),
    clock,
    aggregates,
    ids: new LogIdAllocator(aggregates),
    close,
  };
};
