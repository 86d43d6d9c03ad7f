import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore } from '@adapters/secrets';
import { keyStoreContract } from './key-store.contract.js';

keyStoreContract('files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
  return Promise.resolve({
    open: () => FileKeyStore.open(join(directory, 'owners')),
    end: () => Promise.resolve(rmSync(directory, { recursive: true })),
  });
});
