import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A secret that nobody can guess, in characters that pass through headers, forms and URLs unchanged. */
export const newSecret = (): string => randomBytes(BYTES).toString('base64url');

/**
 * How a random secret is kept. It has more chance in it than anyone can try, so a plain hash is enough; looking it up by its
 * hash tells nothing by the time it takes.
 */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
