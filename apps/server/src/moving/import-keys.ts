import { existsSync } from 'node:fs';
import { PostgresKeyStore } from '@adapters/postgres';
import { copyKeys } from '@adapters/secrets';
import { TransferRefused } from '@application/log-transfer';
import { dataFiles } from '../composition/data-files.js';
import { keyFiles, masterKeySource } from '../composition/keys.js';
import { placeOf } from '../composition/rows.js';
import type { Settings } from '../configuration/settings.js';

type KeySettings = Pick<Settings, 'data' | 'masterKey' | 'readStore'>;

/**
 * Brings the keys of a data directory to where several processes share theirs. They stay wrapped by the same master key on the way.
 * @throws TransferRefused, MasterKeyRefused, ReadStoreUnavailable
 */
export const importKeys = async (settings: KeySettings, tell: (line: string) => void): Promise<void> => {
  const { data, readStore } = settings;
  if (readStore === null) throw new TransferRefused('name the PostgreSQL that the keys go to in CAIRN_READ_STORE');
  const { keys } = dataFiles(data);
  if (!existsSync(keys)) throw new TransferRefused(`there are no keys at ${keys}`);
  const to = await PostgresKeyStore.open(placeOf(readStore), () => undefined); // the next query tells it
  try {
    const { copied, present, differing } = await copyKeys(await keyFiles(data), to, await masterKeySource(settings));
    tell(`Imported: ${copied} keys; ${present} were there already.`);
    if (differing.length > 0)
      throw new TransferRefused(`other keys are there for ${differing.join(', ')}: left as they are`);
  } finally {
    await to.close();
  }
};
