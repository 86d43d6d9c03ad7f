import type { Row, SqlValue } from '@application/ports';
import { type Json, type JsonObject, reviveNumerals, withEntries } from '@domain/kernel';
import type { Depth, JobField } from '../fields/field.js';

/** How one field is worked out where its column does not say it all. */
export type Computed = Readonly<Record<string, Json>>;

/** An id column. */
export const idOf = (value: SqlValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** A text column; empty when nothing is in it. */
export const textOf = (value: SqlValue | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** A column with JSON text. */
export const jsonOf = (value: SqlValue | undefined): Json =>
  reviveNumerals(JSON.parse(textOf(value) || 'null') as Json);

const emptyOf = ({ type, nullable, choices }: JobField): Json => {
  if (nullable) return null;
  if (type === 'flag') return false;
  if (type === 'integer' || typeof choices?.[0]?.value === 'number') return 0;
  return type === 'json' ? {} : '';
};

const valueOf = (field: JobField, row: Row): Json => {
  const value = row[field.column ?? field.name];
  if (value === null || value === undefined) return emptyOf(field);
  if (field.type === 'flag') return Boolean(value);
  if (field.type === 'json') return jsonOf(value);
  return typeof value === 'bigint' ? Number(value) : value;
};

const DEPTHS: readonly Depth[] = ['list', 'launched', 'detail'];

/** The fields of a row that show at a depth, in their order. */
export const shownFields = (
  fields: readonly JobField[],
  row: Row,
  depth: Depth,
  computed: Computed = {},
): JsonObject => {
  const deepest = DEPTHS.indexOf(depth);
  return withEntries(
    fields
      .filter(({ shown }) => DEPTHS.indexOf(shown) <= deepest)
      .map((field) => [field.name, field.name in computed ? (computed[field.name] ?? null) : valueOf(field, row)]),
  );
};
