import type { SqlValue } from '@application/ports';
import { readDateTime } from './date-text.js';
import type { Field } from './field-path.js';
import type { ColumnType, QueryColumn } from './model.js';
import { badQuery, badValue } from './refusals.js';

const LARGEST_INTEGER = 2n ** 63n - 1n;

/**
 * What a parameter's text means for a field, as rows hold it.
 * @throws DomainError 400 in the words of AWX's field
 */
export const readValue = (field: Field, text: string): SqlValue => {
  if (field.kind === 'relation') return readReference(field.name, text);
  const { name, type } = field.column;
  if (type === 'id' && name !== 'id') return readReference(name, text);
  return readers[type](text, field.column);
};

const isNullWord = (text: string): boolean => ['none', 'null'].includes(text.toLowerCase());

const readReference = (name: string, text: string): SqlValue => {
  if (isNullWord(text)) return null;
  const id = integerFrom(text);
  if (id === undefined) throw badQuery(`Invalid ${name} id: ${text}`);
  return id;
};

const readInteger = (text: string): SqlValue => {
  const value = integerFrom(text);
  if (value === undefined) throw badValue(text, 'must be an integer.');
  return value;
};

/** Beyond 64 bits the nearest integer that fits compares alike: no row has it. */
const integerFrom = (text: string): number | bigint | undefined => {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  const exact = BigInt(text.trim().replace(/^\+/, ''));
  if (exact > LARGEST_INTEGER) return LARGEST_INTEGER;
  return exact < -LARGEST_INTEGER ? -LARGEST_INTEGER : exact;
};

const readFloat = (text: string): SqlValue => {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value)) throw badValue(text, 'must be a float.');
  return value;
};

/** Also reads what `__isnull` asks. @throws DomainError 400 */
export const readBoolean = (text: string): boolean => {
  const word = text.toLowerCase();
  if (['true', '1', 't'].includes(word)) return true;
  if (['false', '0', 'f'].includes(word)) return false;
  throw badQuery(`Unable to convert "${text}" to boolean`);
};

const readers: Readonly<Record<ColumnType, (text: string, column: QueryColumn) => SqlValue>> = {
  string: (text) => text,
  text: (text) => text,
  json: (text) => text,
  integer: readInteger,
  id: readInteger,
  float: readFloat,
  boolean: (text, { nullable }) => (nullable && isNullWord(text) ? null : Number(readBoolean(text))),
  datetime: readDateTime,
};
