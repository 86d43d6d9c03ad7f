import type { KeyStore } from '@application/ports';
import { KeyUnreadable, type Keyring, type KeyringOptions, openKeyring } from './keyring.js';
import { masterKey, MasterKeyRefused, type MasterKeySource } from './master-key.js';

/** Has a key like all owners but nothing that is sealed: it opens under the master key of the installation only. No stream is called so. */
export const CHECK_OWNER = 'installation';

/**
 * The keys of an installation. The first process leaves a key beside them by which every later one is known to have the same
 * master key: secrets that one process seals and another cannot open would show too late.
 * @throws MasterKeyRefused
 */
export const openInstalledKeyring = async (
  store: KeyStore,
  source: MasterKeySource,
  options?: KeyringOptions,
): Promise<Keyring> => {
  const known = await anyOwner(store);
  const master = await masterKey(source, known === undefined);
  const keyring = openKeyring(store, master, options);
  try {
    if (known !== undefined) await keyring.find(known);
    await keyring.obtain(CHECK_OWNER);
    return keyring;
  } catch (error) {
    if (error instanceof KeyUnreadable) throw refused(source, error);
    throw error;
  }
};

/** Keys may be older than the check beside them. */
const anyOwner = async (store: KeyStore): Promise<string | undefined> =>
  (await store.read(CHECK_OWNER)) === undefined ? (await store.owners())[0] : CHECK_OWNER;

const refused = ({ directory, given }: MasterKeySource, cause: KeyUnreadable): MasterKeyRefused => {
  const ours = given === null ? `the one in ${directory}` : 'the given one';
  const advice = 'give every process the same CAIRN_MASTER_KEY or the same file';
  return new MasterKeyRefused(
    `the keys of this installation were made under another master key than ${ours}: ${advice}`,
    {
      cause,
    },
  );
};
