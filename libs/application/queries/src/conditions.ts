import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { comparison } from './comparison.js';
import type { Criterion, Filters, Test } from './criteria.js';
import { isManyValued, type Models } from './field-path.js';
import { Joins, type Aliases } from './joins.js';
import type { QueryModel } from './model.js';
import { followsMany, sharingRows } from './shared-rows.js';

type Condition = RawBuilder<SqlBool>;

/** Writes filters as SQL. Rows stay distinct: relations to many rows are only followed inside `id in (select …)`. */
export class Conditions {
  constructor(
    private readonly models: Models,
    private readonly model: QueryModel,
    private readonly aliases: Aliases,
  ) {}

  of({ together, apart }: Filters, joins: Joins): readonly Condition[] {
    const single = [...together, ...apart].filter((criterion) => !followsMany(criterion));
    const groups = [...sharingRows(together.filter(followsMany)), ...apart.filter(followsMany).map((each) => [each])];
    return [
      ...single.map((criterion) => this.necessary(criterion, joins)),
      ...groups.map((group) => sql<SqlBool>`${joins.id} in ${this.idsWith(group)}`),
    ];
  }

  /** One that each row must meet, whatever the others say. */
  private necessary(criterion: Criterion, joins: Joins): Condition {
    if (criterion.kind === 'test' && needsValue(criterion)) joins.require(criterion.path);
    return this.condition(criterion, joins);
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
    const conditions = criteria.map((criterion) => this.necessary(criterion, joins));
    return sql`(select ${joins.id} ${joins.from} where ${allOf(conditions)})`;
  }
}

/** Whether it fails where a relation leads to nothing. */
const needsValue = ({ check, isNegated }: Test): boolean =>
  !isNegated && check.operand !== null && !(check.lookup === 'isnull' && check.operand);

const anyOf = (conditions: readonly Condition[]): Condition => sql`(${sql.join(conditions, sql` or `)})`;

/** True of every row when there is no condition. */
export const allOf = (conditions: readonly Condition[]): Condition =>
  conditions.length > 0 ? sql`${sql.join(conditions, sql` and `)}` : sql`true`;
