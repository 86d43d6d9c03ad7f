import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Json } from '@domain/kernel';

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Compared with where a template has no key: nobody can send what nobody knows. */
const NO_KEY = randomBytes(32);

/** The key of a call; what is no text, or empty, is none. */
export const givenKey = (sent: Json | undefined): string => (typeof sent === 'string' ? sent : '');

/**
 * Is it the template's key? The time it takes tells neither how much of the key is right nor whether there is one: digests
 * are compared, whole, in every case.
 */
export const isRightKey = (given: string, own: string): boolean => {
  const isSame = timingSafeEqual(digest(given), own === '' ? NO_KEY : digest(own));
  return isSame && own !== '';
};
