import { createHmac } from 'node:crypto';
import type { SecretSealer } from '@application/ports';
import type { Sealed } from '@domain/kernel';
import { decrypt, encrypt } from './aes-gcm.js';
import type { Keyring } from './keyring.js';

/** Seals with the owner's key; a sealed value opens only under the owner and field it was sealed for. */
export const sealSecrets = (keyring: Keyring): SecretSealer => {
  const seal = async (owner: string, field: string, plain: string): Promise<Sealed> => {
    const { kid, key } = await keyring.obtain(owner);
    const sealed = { kid, ...encrypt(key, Buffer.from(plain), [owner, field]) };
    return { sealed, mac: createHmac('sha256', keyring.macKey).update(plain).digest('base64') };
  };
  const open = async (owner: string, field: string, { sealed }: Sealed): Promise<string> => {
    const found = await keyring.find(owner);
    if (!found || found.kid !== sealed.kid) throw new Error(`the key of ${owner} is gone`);
    return decrypt(found.key, sealed, [owner, field]).toString();
  };
  return {
    seal,
    open,
    reseal: async (from, to, sealed) => seal(to.owner, to.field, await open(from.owner, from.field, sealed)),
    shred: (owner) => keyring.destroy(owner),
  };
};
