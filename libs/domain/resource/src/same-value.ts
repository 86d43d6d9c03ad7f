import { type Json, isJsonObject, sameJson } from '@domain/kernel';
import type { StoredValue } from './messages.js';

const macOf = (value: StoredValue | undefined): string | undefined => {
  const object = value as Json | undefined;
  if (!isJsonObject(object)) return undefined;
  const { sealed, mac } = object;
  return isJsonObject(sealed) && typeof mac === 'string' ? mac : undefined;
};

/** Same content: sealed secrets are compared by their keyed hash, the ciphertext differs each time. */
export const sameValue = (left: StoredValue | undefined, right: StoredValue | undefined): boolean => {
  const mac = macOf(left);
  if (mac !== undefined) return mac === macOf(right);
  const [a, b] = [left as Json | undefined, right as Json | undefined];
  if (!isJsonObject(a) || !isJsonObject(b)) return sameJson(a, b);
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  );
};
