import type { KeyStore } from '@application/ports';
import { CHECK_OWNER, openInstalledKeyring } from './installed-keyring.js';
import type { MasterKeySource } from './master-key.js';

/** What became of each owner's key. */
export interface CopiedKeys {
  readonly copied: number;
  /** Lay there already, the same. */
  readonly present: number;
  /** Owners that have another key there; it was left as it was. */
  readonly differing: readonly string[];
}

/**
 * Copies wrapped keys as they are. May be repeated; nothing is overwritten and nothing is removed.
 * @throws MasterKeyRefused when the master key is not that of both places
 */
export const copyKeys = async (from: KeyStore, to: KeyStore, source: MasterKeySource): Promise<CopiedKeys> => {
  await openInstalledKeyring(from, source);
  await openInstalledKeyring(to, source);
  let [copied, present] = [0, 0];
  const differing: string[] = [];
  for (const owner of await from.owners()) {
    if (owner === CHECK_OWNER) continue; // each place has a check of its own
    const text = await from.read(owner);
    if (text === undefined) continue; // destroyed meanwhile
    if (await to.createUnlessThere(owner, text)) copied += 1;
    else if ((await to.read(owner)) === text) present += 1;
    else differing.push(owner);
  }
  return { copied, present, differing };
};
