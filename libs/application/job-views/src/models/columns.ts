import { sql } from 'kysely';
import type { ColumnType, QueryColumn } from '@application/queries';
import { COLUMN_TYPES } from '@application/resources';
import type { JobField } from '../fields/field.js';

/** The one untyped column of a job is `elapsed`. */
const TYPES = { ...COLUMN_TYPES, untyped: 'float' } as const;

const typeOf = ({ type, choices }: JobField): ColumnType =>
  typeof choices?.[0]?.value === 'number' ? 'integer' : TYPES[type];

/** Seconds between start and end; of a job that runs or never ran none are kept. */
const elapsed = (alias: string) => {
  const [finished, started] = [sql.ref(`${alias}.finished`), sql.ref(`${alias}.started`)];
  return sql`COALESCE(ROUND((julianday(${finished}) - julianday(${started})) * 86400, 3), 0)`;
};

/** Where the value is. */
const sourceOf = (field: JobField): QueryColumn['sql'] => {
  if (field.name === 'elapsed') return elapsed;
  if (field.isUnfilled) return () => sql.lit(field.nullable ? null : '');
  return field.column ?? field.name;
};

const columnOf = (field: JobField): QueryColumn => ({
  name: field.name,
  type: typeOf(field),
  sql: sourceOf(field),
  nullable: field.nullable,
  protected: field.guarded,
  filterable: field.filterable,
});

/** Columns that lists are filtered and ordered by. Output events are written once: they are modified when they are created. */
export const queryColumns = (fields: readonly JobField[], modified = 'modified'): readonly QueryColumn[] => [
  { name: 'id', type: 'id' },
  { name: 'created', type: 'datetime' },
  { name: 'modified', type: 'datetime', sql: modified },
  ...fields.map(columnOf),
];
