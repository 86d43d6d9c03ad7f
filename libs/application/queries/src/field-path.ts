import { sql } from 'kysely';
import type { QueryColumn, QueryModel, QueryRelation } from './model.js';
import { badQuery, protectedField, unknownField } from './refusals.js';

/** What one word of a path names. */
export type Field =
  | { readonly kind: 'column'; readonly name: string; readonly column: QueryColumn }
  | { readonly kind: 'relation'; readonly name: string; readonly relation: QueryRelation };

/** A relation that is followed to its target. */
export interface Step {
  readonly relation: QueryRelation;
  readonly target: QueryModel;
}

/** `inventory__organization__name`: the relations on the way and the field at the end. */
export interface FieldPath {
  readonly steps: readonly Step[];
  readonly field: Field;
}

/** Models by name: how relations find their targets. */
export type Models = (name: string) => QueryModel;

/** @throws DomainError 400 for an unknown field or a loop, 403 for a protected one */
export const resolvePath = (models: Models, model: QueryModel, path: string): FieldPath => {
  const steps: Step[] = [];
  const seen = new Set<Field>();
  let at: QueryModel | undefined = model;
  let field: Field | undefined;
  for (const name of path.split('__')) {
    if (field?.kind === 'relation' && at) steps.push({ relation: field.relation, target: at });
    if (!at) throw badQuery(`No related model for field ${name}.`);
    field = fieldOf(at, name);
    // As in AWX: one more round over the same relation could go on for ever.
    if (seen.has(field)) throw badQuery(`Loops not allowed in filters, detected on field ${field.name}.`);
    seen.add(field);
    at = field.kind === 'relation' ? models(field.relation.target) : undefined;
  }
  if (!field) throw badQuery('Query string field name not provided.');
  return { steps, field };
};

const fieldOf = (model: QueryModel, name: string): Field => {
  const field = fieldsOf(model).get(name === 'pk' ? 'id' : name);
  if (!field) throw unknownField(model.name, name);
  const reason = field.kind === 'column' ? field.column.protected : field.relation.protected;
  if (reason) throw protectedField(name, reason);
  return field;
};

const known = new WeakMap<QueryModel, ReadonlyMap<string, Field>>();

/** A relation hides the column of the same name, which holds the id it follows. */
const fieldsOf = (model: QueryModel): ReadonlyMap<string, Field> => {
  const cached = known.get(model);
  if (cached) return cached;
  const columns = [typeColumn(model), ...model.columns].filter(({ filterable }) => filterable !== false);
  const fields: readonly Field[] = [
    ...columns.map((column) => ({ kind: 'column', name: column.name, column }) as const),
    ...(model.relations ?? []).map((relation) => ({ kind: 'relation', name: relation.name, relation }) as const),
  ];
  const byName = new Map(fields.map((field) => [field.name, field]));
  known.set(model, byName);
  return byName;
};

/** Lists of one type are filtered and ordered by it as mixed ones are: each row has the same. */
const typeColumn = ({ type }: QueryModel): QueryColumn => ({
  name: 'type',
  type: 'string',
  sql: typeof type === 'string' ? () => sql.lit(type) : type.column,
});

/** Whether a row can have several values at the end of the path. */
export const isManyValued = ({ steps, field }: FieldPath): boolean =>
  steps.some(({ relation }) => relation.kind !== 'one') || (field.kind === 'relation' && field.relation.kind !== 'one');
