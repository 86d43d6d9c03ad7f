import { join } from 'node:path';
import { SqliteEventLog } from '@adapters/event-log-sqlite';
import { SqliteJobOutput } from '@adapters/job-output';
import { SqliteReadStore } from '@adapters/read-store';
import { argon2Passwords, masterKey, openKeyring, sealSecrets } from '@adapters/secrets';
import { AggregateRunner, LogIdAllocator, SystemClock } from '@application/event-sourcing';
import type { EventLog, IdAllocator, PasswordHasher, ReadStore, SecretSealer } from '@application/ports';
import { queryFunctions } from '@application/queries';
import { mkdir } from 'node:fs/promises';

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

/**
 * The embedded adapters: one file for the log, one for the read models, one for job output, and a directory of keys.
 * @throws LogLocked when another process serves this directory
 */
export const openStores = async (data: string, givenMasterKey: string | null): Promise<Stores> => {
  const keys = join(data, 'keys');
  await mkdir(keys, { recursive: true, mode: 0o700 });
  const log = await SqliteEventLog.open(logFile(data));
  const output = new SqliteJobOutput(join(data, 'output.sqlite'));
  const read = new SqliteReadStore({
    file: join(data, 'read-models.sqlite'),
    attach: { output: output.file },
    functions: queryFunctions,
  });
  const clock = new SystemClock();
  const aggregates = new AggregateRunner(log, { clock });
  const keyring = await openKeyring(join(keys, 'owners'), await masterKey(keys, givenMasterKey));
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
    },
  };
};
