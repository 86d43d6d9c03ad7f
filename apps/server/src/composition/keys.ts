import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresKeyStore } from '@adapters/postgres';
import {
  FileKeyStore,
  type Keyring,
  MasterKeyRefused,
  type MasterKeySource,
  openInstalledKeyring,
} from '@adapters/secrets';
import type { KeyStore } from '@application/ports';
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

const masterKeyFile = (data: string): string => join(dataFiles(data).keys, 'master');

/** What secrets are sealed with. */
export interface Keys {
  readonly keyring: Keyring;
  readonly close: () => Promise<void>;
}

/** What is known, or told, where keys are opened. */
export interface KeySurroundings {
  /** There is no event yet, so nothing was sealed. */
  readonly isFirstStart: boolean;
  /** A connection broke that nobody uses at the time. */
  readonly onLost: (error: Error) => void;
}

/**
 * The keys of the data directory, or those that several processes share in PostgreSQL.
 * @throws MasterKeyRefused also where there are none any more
 * @throws ReadStoreUnavailable
 */
export const openKeys = async (
  settings: KeySettings & Pick<Settings, 'eventStore' | 'readStore'>,
  { isFirstStart, onLost }: KeySurroundings,
): Promise<Keys> => {
  const source = await masterKeySource(settings);
  if (settings.readStore === null || !isShared(settings)) {
    const store = await keyFiles(settings.data);
    if (!isFirstStart && !existsSync(masterKeyFile(settings.data)) && settings.masterKey === null)
      await expectKeys(store, `in ${source.directory}`);
    return { keyring: await openInstalledKeyring(store, source), close: () => Promise.resolve() };
  }
  const store = await PostgresKeyStore.open(placeOf(settings.readStore), onLost);
  try {
    if (!isFirstStart) await expectKeys(store, 'in PostgreSQL');
    const keyring = await openInstalledKeyring(store, source, { isShared: true });
    return { keyring, close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** Where the log is older than the keys, these are not the ones that its secrets were sealed with. */
const expectKeys = async (store: KeyStore, place: string): Promise<void> => {
  if ((await store.owners()).length > 0) return;
  throw new MasterKeyRefused(
    `there are no keys ${place}, but a log that may hold secrets: restore them, or bring them by bin/cairn keys import; ` +
      'bin/cairn keys new begins with new ones, and what was sealed is lost',
  );
};
