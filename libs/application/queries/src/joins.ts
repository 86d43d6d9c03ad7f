import { sql, type RawBuilder } from 'kysely';
import type { FieldPath, Step } from './field-path.js';
import type { ManyToManyRelation, OneRelation, QueryColumn, QueryModel, QueryRelation } from './model.js';
import { badQuery } from './refusals.js';

/** SQLite joins at most 64 tables. */
const MOST_JOINS = 60;

/** Gives each table of one statement a name of its own. */
export type Aliases = () => string;

export const freshAliases = (): Aliases => {
  let count = 0;
  return () => `t${count++}`;
};

interface Join {
  readonly alias: string;
  /** `table as alias on …` */
  readonly clause: RawBuilder<unknown>;
}

/** One FROM clause: a model's table and, once each, the tables of the relations that its expressions follow. */
export class Joins {
  readonly alias: string;
  private readonly joined = new Map<string, Join>();
  private readonly required = new Set<string>();

  constructor(
    private readonly model: QueryModel,
    private readonly aliases: Aliases,
  ) {
    this.alias = aliases();
  }

  get id(): RawBuilder<unknown> {
    return column(this.alias, 'id');
  }

  /** `from` and the joins needed so far. */
  get from(): RawBuilder<unknown> {
    const joins = [...this.joined].map(([key, { clause }]) =>
      this.required.has(key) ? sql` join ${clause}` : sql` left join ${clause}`,
    );
    return sql`from ${tableOf(this.model)} as ${sql.ref(this.alias)}${sql.join(joins, sql``)}`;
  }

  /** No row counts without a value at the end of this path: SQLite may start at its end. */
  require({ steps, field }: FieldPath): void {
    let key = '';
    for (const { name } of [...steps.map(({ relation }) => relation), field]) {
      key = targetKey(key, name);
      this.required.add(key).add(linkKey(key));
    }
  }

  /** The value at the end of a path; of a relation the related row's id. */
  valueOf({ steps, field }: FieldPath, target: (name: string) => QueryModel): RawBuilder<unknown> {
    let [alias, key] = [this.alias, ''];
    for (const step of steps) {
      alias = this.follow(alias, key, step);
      key = targetKey(key, step.relation.name);
    }
    if (field.kind === 'column')
      return steps.length > 0 ? joinedColumn(alias, field.column) : columnOf(alias, field.column);
    return this.idOf(alias, key, { relation: field.relation, target: target(field.relation.target) });
  }

  /** Spares the join of a related row where the row itself, or a link, holds its id. */
  private idOf(alias: string, key: string, step: Step): RawBuilder<unknown> {
    const { relation } = step;
    if (relation.kind === 'many-to-many') return column(this.link(alias, key, relation), relation.via.child);
    if (relation.kind === 'one' && holdsId(relation)) return referring(alias, relation.column ?? relation.name);
    return column(this.follow(alias, key, step), 'id');
  }

  private follow(alias: string, key: string, { relation, target }: Step): string {
    const source = relation.kind === 'many-to-many' ? this.link(alias, key, relation) : alias;
    return this.once(targetKey(key, relation.name), (joined) => {
      const [theirs, ours] = columnsOf(relation);
      return sql`${tableOf(target)} as ${sql.ref(joined)} on ${column(joined, theirs)} = ${referring(source, ours)}`;
    });
  }

  private link(alias: string, key: string, { name, via }: ManyToManyRelation): string {
    return this.once(linkKey(targetKey(key, name)), (joined) => {
      const fixed = Object.entries(via.where ?? {}).map(([of, value]) => sql` and ${column(joined, of)} = ${value}`);
      const link = sql`${sql.table(via.table)} as ${sql.ref(joined)} on ${column(joined, via.parent)} = ${column(alias, 'id')}`;
      return sql`${link}${sql.join(fixed, sql``)}`;
    });
  }

  private once(key: string, clause: (alias: string) => RawBuilder<unknown>): string {
    const known = this.joined.get(key);
    if (known) return known.alias;
    if (this.joined.size >= MOST_JOINS) throw badQuery('Too many relations in filters.');
    const alias = this.aliases();
    this.joined.set(key, { alias, clause: clause(alias) });
    return alias;
  }
}

const targetKey = (key: string, relation: string): string => `${key}__${relation}`;

const linkKey = (target: string): string => `${target} via`;

const column = (alias: string, name: string): RawBuilder<unknown> => sql.ref(`${alias}.${name}`);

/** A stored column, or one that is worked out. */
const referring = (alias: string, source: string | ((alias: string) => RawBuilder<unknown>)): RawBuilder<unknown> =>
  typeof source === 'string' ? column(alias, source) : source(alias);

const columnOf = (alias: string, { name, sql: source = name }: QueryColumn): RawBuilder<unknown> =>
  referring(alias, source);

/** Where there is no related row nothing is computed of it. */
const joinedColumn = (alias: string, field: QueryColumn): RawBuilder<unknown> =>
  typeof field.sql === 'function'
    ? sql`case when ${column(alias, 'id')} is not null then ${columnOf(alias, field)} end`
    : columnOf(alias, field);

const tableOf = ({ table }: QueryModel): RawBuilder<unknown> =>
  typeof table === 'string' ? sql.table(table) : sql`(${table})`;

/** The row's own id tells nothing about whether a related row shares it. */
const holdsId = ({ column: own, targetColumn = 'id' }: OneRelation): boolean => targetColumn === 'id' && own !== 'id';

/** Column of the target, and of the table it is joined to. */
const columnsOf = (relation: QueryRelation): readonly [string, NonNullable<OneRelation['column']>] => {
  switch (relation.kind) {
    case 'one':
      return [relation.targetColumn ?? 'id', relation.column ?? relation.name];
    case 'many':
      return [relation.targetColumn, relation.column ?? 'id'];
    case 'many-to-many':
      return ['id', relation.via.child];
  }
};
