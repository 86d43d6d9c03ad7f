import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJobOutput } from '@adapters/job-output';
import { PostgresJobOutput } from '@adapters/postgres';
import { SqliteReadStore } from '@adapters/read-store';
import { openPostgres, postgresUrl } from '@testing/read-stores';
import { jobOutputContract, type JobOutputFixture } from './job-output.contract.js';

jobOutputContract('SQLite', (): Promise<JobOutputFixture> => {
  const directory = mkdtempSync(join(tmpdir(), 'job-output-'));
  const file = join(directory, 'output.sqlite');
  let output = new SqliteJobOutput(file);
  const read = new SqliteReadStore({ file: ':memory:', attach: { output: file } });
  return Promise.resolve({
    ...{ output, read },
    reopen: () => {
      output.close();
      return Promise.resolve((output = new SqliteJobOutput(file)));
    },
    end: async () => {
      await read.close();
      output.close();
      rmSync(directory, { recursive: true });
    },
  });
});

const fail = (error: Error): never => {
  throw error;
};

const inPostgres = async (): Promise<JobOutputFixture> => {
  const { store, place, end } = await openPostgres();
  let output = await PostgresJobOutput.open(place, fail);
  return {
    ...{ output, read: store },
    reopen: async () => {
      await output.close();
      return (output = await PostgresJobOutput.open(place, fail));
    },
    end: async () => {
      await output.close();
      await end();
    },
  };
};

// `node scripts/with-postgres.mjs npx jest test/contracts` starts a server for this.
if (postgresUrl() !== undefined) jobOutputContract('PostgreSQL', inPostgres);
