import { type Json, type JsonObject, Numeral } from '@domain/kernel';

/** `str(value)` of Python: what AWX's messages show. Strings as they are, nested values as Python would write them. */
export const pythonText = (value: Json): string => (typeof value === 'string' ? value : pythonRepr(value));

/** `repr(value)` of Python for JSON values: `True`, `None`, `['a', 'b']`, `{'k': 1}`. */
export const pythonRepr = (value: Json): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (isNumber(value)) return typeof value === 'number' ? String(value) : value.text;
  if (Array.isArray(value)) return `[${value.map((item: Json) => pythonRepr(item)).join(', ')}]`;
  return `{${Object.entries(value as JsonObject)
    .map(([key, item]) => `${quoted(key)}: ${pythonRepr(item)}`)
    .join(', ')}}`;
};

/** Python's name of the JSON type: `str`, `int`, `float`, `bool`, `list`, `dict`, `NoneType`. */
export const pythonType = (value: Json): string => {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if (isNumber(value)) return isInteger(value) ? 'int' : 'float';
  return 'dict';
};

export const isNumber = (value: Json | undefined): value is number | Numeral =>
  typeof value === 'number' || value instanceof Numeral;

/** A JSON integer by how it was written: `3` is one, `3.0` and `true` are not. */
export const isInteger = (value: Json | undefined): value is number | Numeral =>
  value instanceof Numeral ? value.isInteger : typeof value === 'number' && /^-?\d+$/.test(String(value));

export const asNumber = (value: number | Numeral): number => (typeof value === 'number' ? value : Number(value.text));

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const quoted = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (char) => ESCAPES[char] ?? char);
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
};

/** The text of a JSON string, `""` for anything else. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
