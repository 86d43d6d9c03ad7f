import type { SqlValue } from '@application/ports';
import type { Field, FieldPath } from './field-path.js';
import type { Lookup, ValueLookup } from './lookups.js';
import { badQuery } from './refusals.js';
import { checkPattern } from './regular-expressions.js';
import { readBoolean, readValue } from './values.js';

/** What is asked of a value. */
export type Check =
  | { readonly lookup: 'isnull'; readonly operand: boolean }
  | { readonly lookup: 'in'; readonly operand: readonly SqlValue[] }
  | { readonly lookup: ValueLookup; readonly operand: SqlValue };

/** A check of one field. */
export interface Test {
  readonly kind: 'test';
  readonly path: FieldPath;
  readonly check: Check;
  readonly isNegated: boolean;
}

/** Holds when one of its criteria does. */
export interface AnyOf {
  readonly kind: 'any';
  readonly of: readonly Criterion[];
}

export type Criterion = Test | AnyOf;

/** What a list's query asks of its rows. */
export interface Filters {
  /** All must hold, and of each relation one and the same related row must satisfy all of them. */
  readonly together: readonly Criterion[];
  /** Each may be satisfied by another related row. */
  readonly apart: readonly Criterion[];
}

export const NO_FILTERS: Filters = { together: [], apart: [] };

/** @throws DomainError 400 for a value that the field or the lookup does not take */
export const readTest = (path: FieldPath, lookup: Lookup, text: string, isNegated = false): Test => ({
  kind: 'test',
  path,
  check: readCheck(path.field, lookup, text),
  isNegated,
});

const readCheck = (field: Field, lookup: Lookup, text: string): Check => {
  switch (lookup) {
    case 'isnull':
      return { lookup, operand: readBoolean(text) };
    case 'in':
      return { lookup, operand: readList(field, text) };
    case 'regex':
    case 'iregex':
      return { lookup, operand: checkPattern(text) };
    case 'iexact':
      return { lookup, operand: textFor(field, text) };
    case 'exact':
      return { lookup, operand: readValue(field, text) };
    default:
      return { lookup, operand: presentValue(field, text) };
  }
};

/** null among the values never matches, as in SQL. */
const readList = (field: Field, text: string): readonly SqlValue[] => {
  if (text === '') throw badQuery('cannot provide empty value for __in');
  return text
    .split(',')
    .map((item) => readValue(field, item))
    .filter((value) => value !== null);
};

const presentValue = (field: Field, text: string): SqlValue => {
  const value = readValue(field, text);
  if (value === null) throw badQuery('Cannot use None as a query value');
  return value;
};

const textFor = (field: Field, text: string): string => {
  if (field.kind === 'column' && (field.column.type === 'string' || field.column.type === 'text')) return text;
  throw badQuery(`${field.name} is not a text field and cannot be filtered by case-insensitive search`);
};

/** How much work a query asks for. */
export const countTests = (criteria: readonly Criterion[]): number =>
  criteria.reduce((count, criterion) => count + (criterion.kind === 'test' ? 1 : countTests(criterion.of)), 0);
