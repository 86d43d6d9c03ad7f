import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A file saying from what a folder was made. It lives in that folder, so it goes when the folder goes. */
export const isStamped = (file, digest) => existsSync(file) && readFileSync(file, 'utf8') === digest;

export const stamp = (file, digest) => writeFileSync(file, digest);

/** SHA-256 over texts and buffers; lengths are part of it, so parts cannot flow into each other. */
export const digestOf = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
};
