import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresKeyStore } from '@adapters/postgres';
import { FileKeyStore } from '@adapters/secrets';
import { dropPostgres, postgresUrl } from '@testing/read-stores';
import { keyStoreContract } from './key-store.contract.js';

keyStoreContract('files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
  return Promise.resolve({
    open: () => FileKeyStore.open(join(directory, 'owners')),
    end: () => Promise.resolve(rmSync(directory, { recursive: true })),
  });
});

// `node scripts/with-postgres.mjs npx jest test/contracts` starts a server for this.
const url = postgresUrl();
if (url !== undefined)
  keyStoreContract('PostgreSQL', () => {
    const place = { url, schema: `test_${randomBytes(8).toString('hex')}` };
    const opened: PostgresKeyStore[] = [];
    return Promise.resolve({
      open: async () => {
        const store = await PostgresKeyStore.open(place, (error) => {
          throw error;
        });
        opened.push(store);
        return store;
      },
      end: async () => {
        await Promise.all(opened.map((store) => store.close()));
        await dropPostgres(place);
      },
    });
  });
