import { type Json, type JsonObject, Numeral, isJsonObject } from '@domain/kernel';
import { parseVariables } from '@application/variables';
import type { FieldDeclaration } from '../declaration/field.js';
import { textOf } from '../declaration/text.js';

/** A value of the right type, or why there is none. */
export type Coerced = { readonly value: Json } | { readonly error: string };

const ok = (value: Json): Coerced => ({ value });
const no = (error: string): Coerced => ({ error });

const NULL = 'This field may not be null.';
const TRUE: readonly Json[] = [
  true,
  1,
  'true',
  'True',
  'TRUE',
  't',
  'T',
  'yes',
  'Yes',
  'YES',
  'y',
  'Y',
  'on',
  'On',
  'ON',
  '1',
];
const FALSE: readonly Json[] = [
  false,
  0,
  'false',
  'False',
  'FALSE',
  'f',
  'F',
  'no',
  'No',
  'NO',
  'n',
  'N',
  'off',
  'Off',
  'OFF',
  '0',
  'null',
  '',
];

const numberText = (value: Json): string | undefined => {
  if (typeof value === 'number') return String(value);
  return value instanceof Numeral ? value.text : undefined;
};

const asText = (field: FieldDeclaration, value: Json): Coerced => {
  if (value === null) return field.nullable ? ok(null) : blankOr(field, '');
  if (typeof value === 'string') return blankOr(field, value.trim());
  const number = numberText(value);
  return number === undefined ? no('Not a valid string.') : blankOr(field, number);
};

const blankOr = (field: FieldDeclaration, text: string): Coerced =>
  text === '' && !field.blank ? no('This field may not be blank.') : ok(text);

/** Variables keep their exact text, white space included: clients compare it with what they sent. */
const asVariables = (_field: FieldDeclaration, value: Json): Coerced => {
  if (value === null) return ok('');
  const text = typeof value === 'string' ? value : numberText(value);
  if (text === undefined) return no('Not a valid string.');
  const parsed = parseVariables(text);
  return parsed.ok ? ok(text) : no(parsed.error);
};

/** `"3"` chooses 3: choices are found by their text. */
const asChoice = (field: FieldDeclaration, value: Json): Coerced => {
  const text = value === null ? '' : (numberText(value) ?? value);
  const found = field.choices?.find((choice) => String(choice.value) === text);
  if (found) return ok(found.value);
  return no(`"${textOf(text)}" is not a valid choice.`);
};

const asFlag = (_field: FieldDeclaration, value: Json): Coerced => {
  if (value === null || FALSE.includes(value)) return ok(false);
  return TRUE.includes(value) ? ok(true) : no('Must be a valid boolean.');
};

const asInteger = (field: FieldDeclaration, value: Json): Coerced => {
  if (value === null) return field.nullable ? ok(null) : no(NULL);
  const text = typeof value === 'string' ? value.trim() : numberText(value);
  if (text === undefined || !/^[-+]?\d{1,15}(?:\.0*)?$/.test(text)) return no('A valid integer is required.');
  return ok(Number(text));
};

const typeName = (value: Json): string => {
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'list';
  return isJsonObject(value) ? 'dict' : 'float';
};

const asReference = (field: FieldDeclaration, value: Json): Coerced => {
  if (value === null || value === '') return field.nullable ? ok(null) : no(field.nullError ?? NULL);
  const text = typeof value === 'string' ? value.trim() : numberText(value);
  if (text === undefined || !/^\d{1,15}$/.test(text))
    return no(`Incorrect type. Expected pk value, received ${typeName(value)}.`);
  return ok(Number(text));
};

const asJson = (field: FieldDeclaration, value: Json): Coerced => {
  if (value === null) return field.nullable ? ok(null) : no(NULL);
  const wantsList = Array.isArray(field.default);
  const parsed = typeof value === 'string' ? fromText(value) : value;
  if (wantsList ? Array.isArray(parsed) : isJsonObject(parsed)) return ok(parsed ?? null);
  return no(
    wantsList ? `Expected a list of items but got type "${typeName(value)}".` : 'Expected a dictionary of items.',
  );
};

/** Objects may come as JSON or YAML text. */
const fromText = (text: string): Json | undefined => {
  const parsed = parseVariables(text);
  return parsed.ok ? parsed.value : undefined;
};

const asPassword = (_field: FieldDeclaration, value: Json): Coerced => {
  if (value === null) return ok('');
  return typeof value === 'string' ? ok(value) : no('Not a valid string.');
};

const COERCIONS: Readonly<Record<string, (field: FieldDeclaration, value: Json) => Coerced>> = {
  text: asText,
  variables: asVariables,
  choice: asChoice,
  flag: asFlag,
  integer: asInteger,
  reference: asReference,
  json: asJson,
  inputs: asJson,
  password: asPassword,
};

/** One value as the field takes it (spec resources.md §1.2). */
export const coerce = (field: FieldDeclaration, value: Json): Coerced =>
  (COERCIONS[field.type] ?? (() => ok(value)))(field, value);

/** Fields that a body may set. */
export const isWritable = (field: FieldDeclaration): boolean => field.writing !== 'never';

/** What was sent of a field; a key of the prototype counts as absent. */
export const sentValue = (body: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(body, name) ? body[name] : undefined;
