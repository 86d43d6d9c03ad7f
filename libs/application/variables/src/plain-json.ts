import { type Json, Numeral, withEntries } from '@domain/kernel';
import { LIMITS } from './limits.js';
import { NOT_FINITE } from './pyyaml-schema.js';

/** A YAML value that JSON cannot hold; the message is what Python's encoder would say. */
export class NotJson extends Error {
  override readonly name = 'NotJson';
}

/** The document grows beyond all measure when its aliases are followed. */
export class TooManyValues extends Error {
  override readonly name = 'TooManyValues';
}

const keyText = (key: unknown): string => {
  if (typeof key === 'string') return key;
  if (key instanceof Numeral) return key.text;
  if (key === null || typeof key === 'boolean' || typeof key === 'number') return String(key);
  throw new NotJson(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
};

const typeName = (value: unknown): string => {
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'bytes';
  return value instanceof Set ? 'set' : 'object';
};

/** Counts what it converts, so that shared nodes are paid for each time they are used. */
class Conversion {
  private left: number = LIMITS.values;

  convert(value: unknown, depth: number): Json {
    this.left -= 1;
    if (this.left < 0) throw new TooManyValues('too many values after aliases are expanded');
    if (depth > LIMITS.depth) throw new NotJson('Circular reference detected');
    if (value instanceof Map)
      return withEntries([...value].map(([key, item]) => [keyText(key), this.convert(item, depth + 1)] as const));
    if (Array.isArray(value)) return value.map((item) => this.convert(item, depth + 1));
    return scalarOf(value);
  }
}

const scalarOf = (value: unknown): Json => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (value instanceof Numeral) return value;
  if (value === NOT_FINITE) throw new NotJson('Out of range float values are not JSON compliant');
  throw new NotJson(`Object of type ${typeName(value)} is not JSON serializable`);
};

/** JSON of a loaded YAML document. @throws NotJson | TooManyValues */
export const plainJson = (document: unknown): Json => new Conversion().convert(document, 0);
