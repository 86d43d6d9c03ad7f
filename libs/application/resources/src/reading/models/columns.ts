import { sql } from 'kysely';
import type { ColumnType, QueryColumn } from '@application/queries';
import { type FieldDeclaration, type FieldType, emptyValue } from '../../declaration/field.js';
import type { ResourceDeclaration } from '../../declaration/resource.js';
import { toColumn } from '../rows.js';
import { isColumn } from '../tables.js';
import { type Expression, expressionsOf } from './expressions.js';

/** How filters read the column of a field. */
export const COLUMN_TYPES: Readonly<Record<FieldType, ColumnType>> = {
  text: 'string',
  variables: 'text',
  choice: 'string',
  flag: 'boolean',
  integer: 'integer',
  reference: 'id',
  json: 'json',
  time: 'datetime',
  inputs: 'json',
  password: 'string',
  secret: 'string',
  untyped: 'string',
};

const typeOf = (field: FieldDeclaration): ColumnType =>
  field.type === 'choice' && typeof field.default === 'number' ? 'integer' : COLUMN_TYPES[field.type];

/** Nobody may guess a secret by filtering; AWX says it differently for inputs. */
const protection = ({ type, guarded, name }: FieldDeclaration): boolean | string =>
  guarded && type === 'inputs' ? `Filtering on field ${name} is not allowed.` : guarded;

/** Fields that no event of the kind fills, by how they are worked out; one that nothing fills has its empty value. */
export const computedColumns = (kind: ResourceDeclaration): ReadonlyMap<string, Expression> => {
  const expressions = expressionsOf(kind.type);
  const computed = kind.fields.filter(({ origin }) => origin !== 'event');
  return new Map(
    computed.map((field) => [
      field.name,
      expressions[field.name] ?? (() => sql`${sql.lit(toColumn(field, emptyValue(field)))}`),
    ]),
  );
};

const columnOf = (field: FieldDeclaration, expression: Expression | undefined): QueryColumn => ({
  name: field.name,
  type: typeOf(field),
  nullable: field.nullable,
  protected: protection(field),
  filterable: field.filterable,
  ...(expression && { sql: expression }),
});

/** Columns that lists of a kind are filtered and ordered by. */
export const queryColumns = (kind: ResourceDeclaration): readonly QueryColumn[] => {
  const computed = computedColumns(kind);
  const shown = kind.fields.filter((field) => isColumn(field) || computed.has(field.name));
  return [
    { name: 'id', type: 'id' },
    { name: 'created', type: 'datetime', filterable: kind.type !== 'user' },
    { name: 'modified', type: 'datetime', filterable: kind.type !== 'user' },
    ...shown.map((field) => columnOf(field, computed.get(field.name))),
    ...GUARDED.map((name): QueryColumn => ({ name, type: 'string', sql: () => sql`NULL`, protected: true })),
  ];
};

/** Never shown with the object; AWX refuses to filter on them rather than not to know them. */
const GUARDED = ['survey_spec', 'webhook_key'];
