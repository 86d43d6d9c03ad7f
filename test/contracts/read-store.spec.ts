import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteReadStore } from '@adapters/read-store';
import { openPostgres, postgresUrl } from '@testing/read-stores';
import { readStoreContract, type ReadStoreFixture } from './read-store.contract.js';

readStoreContract('SQLite', (): Promise<ReadStoreFixture> => {
  const directory = mkdtempSync(join(tmpdir(), 'read-store-'));
  const file = join(directory, 'read.sqlite');
  let store = new SqliteReadStore({ file });
  return Promise.resolve({
    store,
    reopen: async () => {
      await store.close();
      return (store = new SqliteReadStore({ file }));
    },
    end: async () => {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  });
});

// `node scripts/with-postgres.mjs npx jest test/contracts` starts a server for this.
if (postgresUrl() !== undefined) readStoreContract('PostgreSQL', openPostgres);
