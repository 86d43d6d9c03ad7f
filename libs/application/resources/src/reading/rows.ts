import type { Row, SqlValue } from '@application/ports';
import { type Json, jsonText, reviveNumerals } from '@domain/kernel';
import type { StoredValue } from '@domain/resource';
import type { FieldDeclaration } from '../declaration/field.js';
import type { ResourceDeclaration } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';
import { columnsOf } from './tables.js';

const isDocument = ({ type }: FieldDeclaration): boolean => type === 'json' || type === 'inputs' || type === 'untyped';

/** A value as its column holds it: flags 0/1, documents JSON text with Numerals kept. */
export const toColumn = (field: FieldDeclaration, value: StoredValue): SqlValue => {
  if (value === null) return null;
  if (isDocument(field)) return JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : jsonText(value as Json);
};

/** A column as the field's value. */
export const fromColumn = (field: FieldDeclaration, value: SqlValue | undefined): Json => {
  if (value === null || value === undefined) return null;
  if (field.type === 'flag') return Boolean(value);
  if (isDocument(field)) return reviveNumerals(JSON.parse(String(value)) as Json);
  return typeof value === 'bigint' ? Number(value) : value;
};

/** All stored fields of a row. */
export const fieldsOfRow = (declaration: ResourceDeclaration, row: Row): Fields =>
  Object.fromEntries(columnsOf(declaration).map((field) => [field.name, fromColumn(field, row[field.name])]));
