/**
 * JSON values as the domain sees them. Numbers that JavaScript cannot hold exactly (integers above 2^53, `3.0`, `1e400`)
 * travel as a {@link Numeral}, so that what a user typed is what the play receives (spec launch.md §2.4).
 */
export type Json = null | boolean | number | string | Numeral | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The only key no user object may have: it marks a {@link Numeral} inside an event. The body parser refuses it. */
export const NUMERAL_KEY = '$numeral';

/** A number kept as the text it was written as. */
export class Numeral {
  constructor(readonly text: string) {}

  get isInteger(): boolean {
    return /^-?\d+$/.test(this.text);
  }

  toJSON(): { readonly [NUMERAL_KEY]: string } {
    return { [NUMERAL_KEY]: this.text };
  }
}

/** Reads a number literal: a JavaScript number when nothing is lost by it, else a Numeral. */
export const numberFromText = (text: string): number | Numeral => {
  const value = Number(text);
  return String(value) === text ? value : new Numeral(text);
};

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Numeral);

/** Turns `{"$numeral": "…"}` back into Numerals; for text read from the log. Values without one come back as they are. */
export const reviveNumerals = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => reviveNumerals(item));
  if (!isJsonObject(value)) return value;
  const text = value[NUMERAL_KEY];
  if (typeof text === 'string') return new Numeral(text);
  return withEntries(Object.entries(value).map(([key, item]) => [key, reviveNumerals(item)]));
};

/** An object from entries that may be named `__proto__`: defined, never assigned. */
export const withEntries = (entries: Iterable<readonly [string, Json]>): JsonObject => Object.fromEntries(entries);

/** Same value: keys in any order, numbers by their value, 3 and 3.0 alike (Python's `==`, which AWX compares with). */
export const sameJson = (left: Json | undefined, right: Json | undefined): boolean => {
  if (left === right) return true;
  if (isNumeric(left) && isNumeric(right)) return sameNumber(left, right);
  if (Array.isArray(left)) {
    const other = right as readonly Json[];
    return (
      Array.isArray(right) && left.length === other.length && left.every((item: Json, i) => sameJson(item, other[i]))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
};

const isNumeric = (value: Json | undefined): value is number | Numeral =>
  typeof value === 'number' || value instanceof Numeral;

const textOf = (value: number | Numeral): string => (typeof value === 'number' ? String(value) : value.text);

const sameNumber = (left: number | Numeral, right: number | Numeral): boolean => {
  const [a, b] = [textOf(left), textOf(right)];
  if (a === b) return true;
  const integers = /^-?\d+$/.test(a) && /^-?\d+$/.test(b);
  return integers ? BigInt(a) === BigInt(b) : Number(a) === Number(b);
};

/** Compact JSON text with every Numeral as the digits it was written with. */
export const jsonText = (value: Json): string => render(value, ',', ':', false);

/** JSON text as Python's `json.dumps` writes it (`{"a": 1, "b": [1, 2]}`): what AWX shows as a job's `extra_vars`. */
export const pythonJson = (value: Json): string => render(value, ', ', ': ', true);

const render = (value: Json, comma: string, colon: string, ascii: boolean): string => {
  if (value instanceof Numeral) return value.text;
  if (typeof value === 'string') return ascii ? asciiString(value) : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => render(item, comma, colon, ascii)).join(comma)}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const pairs = Object.entries(value).map(
    ([key, item]) => `${ascii ? asciiString(key) : JSON.stringify(key)}${colon}${render(item, comma, colon, ascii)}`,
  );
  return `{${pairs.join(comma)}}`;
};

const asciiString = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
