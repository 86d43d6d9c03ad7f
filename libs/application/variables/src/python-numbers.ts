import { type Numeral, numberFromText } from '@domain/kernel';

const fromBigInt = (value: bigint): number | Numeral => numberFromText(value.toString());

/** `12:30` is 750: digits to the base of 60. */
const sexagesimal = (text: string): bigint => text.split(':').reduce((sum, digits) => sum * 60n + BigInt(digits), 0n);

/** Integers of YAML 1.1: binary, octal with a leading 0, hexadecimal, base 60, underscores anywhere. */
export const yamlInteger = (source: string): number | Numeral => {
  const text = source.replaceAll('_', '').replace(/^\+/, '');
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const value = magnitude(digits);
  return fromBigInt(negative ? -value : value);
};

const magnitude = (digits: string): bigint => {
  if (digits.includes(':')) return sexagesimal(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits.slice(1)}`);
  return BigInt(digits);
};

/** A float as Python prints it, so that `3.0` stays a float. @returns undefined for infinities and NaN */
export const yamlFloat = (source: string): number | Numeral | undefined => {
  const text = source.replaceAll('_', '').replace(/^\+/, '');
  if (/inf|nan/i.test(text)) return undefined;
  const value = text.includes(':') ? base60(text) : Number(text);
  return numberFromText(pythonFloat(value));
};

const base60 = (text: string): number => {
  const negative = text.startsWith('-');
  const value = text
    .replace('-', '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return negative ? -value : value;
};

/** Python's `repr` of a float, from JavaScript's shortest form. */
const pythonFloat = (value: number): string => {
  const text = Object.is(value, -0) ? '-0' : String(value);
  if (text.includes('e')) return text.replace(/e([-+])(\d)$/, 'e$10$2');
  if (Math.abs(value) >= 1e16) return value.toExponential().replace(/e\+(\d)$/, 'e+0$1');
  return text.includes('.') ? text : `${text}.0`;
};
