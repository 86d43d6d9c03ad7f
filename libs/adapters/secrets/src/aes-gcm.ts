import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM ciphertext, each part base64. */
export interface Box {
  readonly iv: string;
  readonly ct: string;
  readonly tag: string;
}

/** What the ciphertext is bound to: a box opens only with the same parts in the same order. */
export type Binding = readonly string[];

export const encrypt = (key: Buffer, plain: Buffer, binding: Binding): Box => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bytesOf(binding));
  const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv: iv.toString('base64'), ct: ct.toString('base64'), tag: cipher.getAuthTag().toString('base64') };
};

/** @throws when the key, the binding or any part of the box is not what it was */
export const decrypt = (key: Buffer, box: Box, binding: Binding): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(box.iv, 'base64'), { authTagLength: 16 });
  decipher.setAAD(bytesOf(binding)).setAuthTag(Buffer.from(box.tag, 'base64'));
  return Buffer.concat([decipher.update(Buffer.from(box.ct, 'base64')), decipher.final()]);
};

/** As JSON, so that no two lists of parts have the same bytes. */
const bytesOf = (binding: Binding): Buffer => Buffer.from(JSON.stringify(binding));
