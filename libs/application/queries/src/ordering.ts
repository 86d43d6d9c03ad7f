import { sql, type RawBuilder } from 'kysely';
import { isManyValued, resolvePath, type FieldPath, type Models } from './field-path.js';
import { Joins, type Aliases } from './joins.js';
import type { QueryModel } from './model.js';
import { lastOf, type Parameters } from './query-string.js';
import { badQuery } from './refusals.js';

const MOST_FIELDS = 20;

/** One field to order by. */
export interface Order {
  readonly path: FieldPath;
  readonly isDescending: boolean;
}

/**
 * What `order_by` names, then the model's own order, then the id: pages must not overlap.
 * @throws DomainError 400 for an unknown field, 403 for a protected one
 */
export const readOrder = (models: Models, model: QueryModel, parameters: Parameters): readonly Order[] => {
  const asked = [...parameters.keys()].filter((name) => name === 'order' || name === 'order_by').at(-1);
  const names = (asked === undefined ? '' : (lastOf(parameters, asked) ?? '')).split(',').filter((name) => name !== '');
  if (names.length > MOST_FIELDS) throw badQuery(`Too many fields to order by, at most ${MOST_FIELDS} are read.`);
  const orders = [...names, ...model.ordering, 'id'].flatMap((name) => ordersOf(models, model, name));
  return firstOfEach(orders);
};

/** Ordering by a relation means ordering as its target's list does. */
const ordersOf = (models: Models, model: QueryModel, name: string): readonly Order[] => {
  const isDescending = name.startsWith('-');
  const text = isDescending ? name.slice(1) : name;
  const path = resolvePath(models, model, text);
  if (path.field.kind === 'column') return [{ path, isDescending }];
  return models(path.field.relation.target)
    .ordering.flatMap((next) => ordersOf(models, model, next.replace(/^(-?)/, `$1${text}__`)))
    .map((order) => ({ ...order, isDescending: order.isDescending !== isDescending }));
};

/** A field that was named before decides nothing, but would keep SQLite from using an index. */
const firstOfEach = (orders: readonly Order[]): readonly Order[] => {
  const byPath = new Map<string, Order>();
  for (const order of orders) {
    const { steps, field } = order.path;
    const key = [...steps.map(({ relation }) => relation.name), field.name].join('__');
    if (!byPath.has(key)) byPath.set(key, order);
  }
  return [...byPath.values()];
};

/** Writes the order as SQL: null is the greatest value, as in PostgreSQL. */
export class Ordering {
  constructor(
    private readonly models: Models,
    private readonly model: QueryModel,
    private readonly aliases: Aliases,
  ) {}

  of(orders: readonly Order[], joins: Joins): RawBuilder<unknown> {
    return sql.join(orders.map((order) => this.term(order, joins)));
  }

  private term({ path, isDescending }: Order, joins: Joins): RawBuilder<unknown> {
    const value = isManyValued(path) ? this.extreme(path, isDescending, joins) : this.sortable(path, joins);
    if (isNeverNull(path)) return isDescending ? sql`${value} desc` : value;
    return isDescending ? sql`${value} desc nulls first` : sql`${value} asc nulls last`;
  }

  /** ORDER BY would read a computed value that is a bare number as the place of a column. */
  private sortable(path: FieldPath, joins: Joins): RawBuilder<unknown> {
    const value = joins.valueOf(path, this.models);
    const isComputed = path.field.kind === 'column' && typeof path.field.column.sql === 'function';
    return isComputed ? sql`coalesce(${value}, null)` : value;
  }

  /** Of several related rows the first in this order counts; a join would repeat the row for each. */
  private extreme(path: FieldPath, isDescending: boolean, outer: Joins): RawBuilder<unknown> {
    const joins = new Joins(this.model, this.aliases);
    const value = joins.valueOf(path, this.models);
    const first = isDescending ? sql`max(${value})` : sql`min(${value})`;
    return sql`(select ${first} ${joins.from} where ${joins.id} = ${outer.id})`;
  }
}

/** Texts and ids of the row itself: without `nulls last` an index gives the order. */
const isNeverNull = ({ steps, field }: FieldPath): boolean => {
  if (steps.length > 0 || field.kind !== 'column') return false;
  const { name, type, nullable, sql: source } = field.column;
  return name === 'id' || (type === 'string' && !nullable && typeof source !== 'function');
};
