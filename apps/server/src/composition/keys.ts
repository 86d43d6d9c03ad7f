import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileKeyStore, type Keyring, type MasterKeySource, openInstalledKeyring } from '@adapters/secrets';
import type { KeyStore } from '@application/ports';
import type { Settings } from '../configuration/settings.js';

type KeySettings = Pick<Settings, 'data' | 'masterKey'>;

/** Where the keys of a data directory lie. */
export const keyFiles = (data: string): Promise<FileKeyStore> => FileKeyStore.open(join(data, 'keys', 'owners'));

/** The given master key, or the one in the data directory. */
export const masterKeySource = async ({ data, masterKey }: KeySettings): Promise<MasterKeySource> => {
  const directory = join(data, 'keys');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return { directory, given: masterKey };
};

/**
 * The keys that secrets are sealed with.
 * @param shared where several processes of one installation keep them; otherwise they lie in the data directory
 * @throws MasterKeyRefused
 */
export const openKeys = async (settings: KeySettings, shared?: KeyStore): Promise<Keyring> => {
  const source = await masterKeySource(settings);
  if (shared) return openInstalledKeyring(shared, source, { isShared: true });
  return openInstalledKeyring(await keyFiles(settings.data), source);
};
