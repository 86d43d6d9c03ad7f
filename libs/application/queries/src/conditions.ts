import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { comparison } from './comparison.js';
import type { Criterion, Test } from './criteria.js';
import { isManyValued, type Models } from './field-path.js';
import type { Filters } from './filters.js';
import { Joins, type Aliases } from './joins.js';
import type { QueryModel } from './model.js';

type Condition = RawBuilder<SqlBool>;

/** Writes filters as SQL. Rows stay distinct: relations to many rows are only followed inside `id in (select …)`. */
export class Conditions {
  constructor(
    private readonly models: Models,
    private readonly model: QueryModel,
    private readonly aliases: Aliases,
  ) {}

  of({ together, apart }: Filters, joins: Joins): readonly Condition[] {
    const shared = together.filter(needsOwnRows);
    const own = together.filter((criterion) => !needsOwnRows(criterion));
    return [
      ...own.map((criterion) => this.condition(criterion, joins)),
      ...(shared.length > 0 ? [sql<SqlBool>`${joins.id} in ${this.idsWith(shared)}`] : []),
      ...apart.map((criterion) => this.separate(criterion, joins)),
    ];
  }

  private separate(criterion: Criterion, joins: Joins): Condition {
    if (!needsOwnRows(criterion)) return this.condition(criterion, joins);
    return sql`${joins.id} in ${this.idsWith([criterion])}`;
  }

  private condition(criterion: Criterion, joins: Joins): Condition {
    if (criterion.kind === 'any') return anyOf(criterion.of.map((each) => this.condition(each, joins)));
    if (!criterion.isNegated) return this.test(criterion, joins);
    // "Not labelled x": none of the labels is x.
    if (isManyValued(criterion.path)) {
      return sql`${joins.id} not in ${this.idsWith([{ ...criterion, isNegated: false }])}`;
    }
    // Rows without a value do not have that value.
    return sql`(${this.test(criterion, joins)}) is not true`;
  }

  private test({ path, check }: Test, joins: Joins): Condition {
    return comparison(joins.valueOf(path, this.models), check);
  }

  private idsWith(criteria: readonly Criterion[]): RawBuilder<unknown> {
    const joins = new Joins(this.model, this.aliases);
    const conditions = criteria.map((criterion) => this.condition(criterion, joins));
    return sql`(select ${joins.id} ${joins.from} where ${allOf(conditions)})`;
  }
}

/** Whether it must look at the rows of a relation one by one. */
const needsOwnRows = (criterion: Criterion): boolean =>
  criterion.kind === 'any' ? criterion.of.some(needsOwnRows) : !criterion.isNegated && isManyValued(criterion.path);

const anyOf = (conditions: readonly Condition[]): Condition => sql`(${sql.join(conditions, sql` or `)})`;

/** True of every row when there is no condition. */
export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length > 0 ? sql`${sql.join(conditions, sql` and `)}` : sql`true`;
