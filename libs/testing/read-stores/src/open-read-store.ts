import { SqliteJobOutput } from '@adapters/job-output';
import { PostgresJobOutput } from '@adapters/postgres';
import { SqliteReadStore } from '@adapters/read-store';
import type { JobOutput, ReadStore } from '@application/ports';
import { queryFunctions } from '@application/queries';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, openPostgres } from './postgres.js';

const isPostgres = (): boolean => process.env['CAIRN_TEST_READ_STORE'] === 'postgres';

/** Empty read models: in memory, or in the PostgreSQL of the tests when CAIRN_TEST_READ_STORE says `postgres`. */
export const openReadStore = async (): Promise<ReadStore> => {
  if (!isPostgres()) return new SqliteReadStore({ file: ':memory:', functions: queryFunctions });
  const { store, drop } = await openPostgres();
  return closingWith(store, drop);
};

/** Empty read models, and the output of jobs that they read. */
export interface OutputStores {
  readonly read: ReadStore;
  readonly output: JobOutput & { close(): void | Promise<void> };
  /** What is left when both are closed. */
  readonly remove: () => Promise<void>;
}

/** As {@link openReadStore}, with the output of jobs. */
export const openOutputStores = async (): Promise<OutputStores> => {
  if (isPostgres()) {
    const { store, place, drop } = await openPostgres();
    return { read: store, output: await PostgresJobOutput.open(place, fail), remove: drop };
  }
  const folder = mkdtempSync(join(tmpdir(), 'cairn-jobs-'));
  const output = new SqliteJobOutput(join(folder, 'output.sqlite'));
  const attach = { output: output.file };
  const read = new SqliteReadStore({ file: ':memory:', functions: queryFunctions, attach });
  return { read, output, remove: () => Promise.resolve(rmSync(folder, { recursive: true })) };
};

const closingWith = (store: ReadStore, drop: () => Promise<void>): ReadStore => {
  const close = store.close.bind(store);
  return Object.assign(store, {
    close: async () => {
      await close();
      await drop();
    },
  });
};
