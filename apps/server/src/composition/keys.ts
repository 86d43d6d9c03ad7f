import { mkdir } from 'node:fs/promises';
import { PostgresKeyStore } from '@adapters/postgres';
import { FileKeyStore, type Keyring, type MasterKeySource, openInstalledKeyring } from '@adapters/secrets';
import { join } from 'node:path';
import { isShared, type Settings } from '../configuration/settings.js';
import { dataFiles } from './data-files.js';
import { placeOf } from './rows.js';

type KeySettings = Pick<Settings, 'data' | 'masterKey'>;

/** Where the keys of a data directory lie. */
export const keyFiles = (data: string): Promise<FileKeyStore> =>
  FileKeyStore.open(join(dataFiles(data).keys, 'owners'));

/** The given master key, or the one in the data directory. */
export const masterKeySource = async ({ data, masterKey }: KeySettings): Promise<MasterKeySource> => {
  const directory = dataFiles(data).keys;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return { directory, given: masterKey };
};

/** What secrets are sealed with. */
export interface Keys {
  readonly keyring: Keyring;
  readonly close: () => Promise<void>;
}

/**
 * The keys of the data directory, or those that several processes share in PostgreSQL.
 * @param onLost told when a connection breaks that nobody uses at the time
 * @throws MasterKeyRefused
 * @throws ReadStoreUnavailable
 */
export const openKeys = async (
  settings: KeySettings & Pick<Settings, 'eventStore' | 'readStore'>,
  onLost: (error: Error) => void,
): Promise<Keys> => {
  const source = await masterKeySource(settings);
  if (settings.readStore === null || !isShared(settings)) {
    const keyring = await openInstalledKeyring(await keyFiles(settings.data), source);
    return { keyring, close: () => Promise.resolve() };
  }
  const store = await PostgresKeyStore.open(placeOf(settings.readStore), onLost);
  try {
    return {
      keyring: await openInstalledKeyring(store, source, { isShared: true }),
      close: () => store.close(),
    };
  } catch (error) {
    await store.close();
    throw error;
  }
};
