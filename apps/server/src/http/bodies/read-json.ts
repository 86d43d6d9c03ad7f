import { JsonSyntaxError, parseJson } from '@application/variables';
import { isJsonObject, NUMERAL_KEY, type Json } from '@domain/kernel';

/** Objects and lists may be about this deep: far more than any client sends, far less than recursion stands. */
const DEEPEST = 100;

/**
 * Texts that `JSON.parse` might read as something else, or that might hold the reserved key: a number of many digits, with
 * a fraction or an exponent, a minus zero, a dollar sign, an escaped character. A match costs time, never truth.
 */
const NEEDS_CARE = /\d{16}|\d[.eE]|-0|\$|\\u/;

/**
 * Reads JSON text without loss: numbers that JavaScript cannot hold become Numerals.
 * @throws JsonSyntaxError also for nesting beyond all sense, and for the one reserved key
 */
export const readJson = (text: string): Json => {
  const value = NEEDS_CARE.test(text) ? undefined : fastValue(text);
  return value !== undefined && isShallow(value, DEEPEST) ? value : carefulValue(text);
};

/** undefined for faulty text: then the careful parser says what is wrong with it. */
const fastValue = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

const carefulValue = (text: string): Json => {
  const value = parseJson(text);
  if (hasReservedKey(value)) throw new JsonSyntaxError(`The key ${NUMERAL_KEY} is reserved`);
  return value;
};

const isShallow = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const item of Object.values(value)) if (!isShallow(item, levels - 1)) return false;
  return true;
};

const hasReservedKey = (value: Json): boolean => {
  if (Array.isArray(value)) return value.some((item: Json) => hasReservedKey(item));
  if (!isJsonObject(value)) return false;
  return Object.hasOwn(value, NUMERAL_KEY) || Object.values(value).some(hasReservedKey);
};
