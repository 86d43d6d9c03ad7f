import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { SqlValue } from '@application/ports';
import type { Check } from './criteria.js';
import type { ValueLookup } from './lookups.js';

type Condition = RawBuilder<SqlBool>;
type Comparison = (value: RawBuilder<unknown>, operand: NonNullable<SqlValue>) => Condition;

/** The check as SQL; null instead of true or false where the value is null. */
export const comparison = (value: RawBuilder<unknown>, check: Check): Condition => {
  switch (check.lookup) {
    case 'isnull':
      return check.operand ? sql`${value} is null` : sql`${value} is not null`;
    case 'in':
      return check.operand.length > 0 ? sql`${value} in (${sql.join(check.operand)})` : sql`1 = 0`;
    default:
      return check.operand === null ? sql`${value} is null` : comparisons[check.lookup](value, check.operand);
  }
};

/** PostgreSQL matches nothing but texts with patterns. */
const textOf = (value: RawBuilder<unknown>, operand: NonNullable<SqlValue>): RawBuilder<unknown> =>
  typeof operand === 'string' ? value : sql`cast(${value} as text)`;

/** GLOB is SQLite's case-sensitive pattern match. */
const pattern =
  (before: '*' | '', after: '*' | ''): Comparison =>
  (value, operand) =>
    sql`${textOf(value, operand)} glob ${before + String(operand).replace(/[*?[]/g, '[$&]') + after}`;

/** LIKE ignores the case of ASCII letters only, but costs far less than a function of ours. */
const anyCasePattern =
  (before: '%' | '', after: '%' | ''): Comparison =>
  (value, operand) => {
    const text = String(operand);
    const subject = isAscii(text) ? textOf(value, operand) : sql`unicode_lower(${value})`;
    const sought = isAscii(text) ? text : text.toLowerCase();
    return sql`${subject} like ${before + sought.replace(/[\\%_]/g, '\\$&') + after} escape '\\'`;
  };

const equalsInAnyCase: Comparison = (value, operand) => {
  const text = String(operand);
  return isAscii(text)
    ? sql`lower(${value}) = ${text.toLowerCase()}`
    : sql`unicode_lower(${value}) = ${text.toLowerCase()}`;
};

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

const comparisons: Readonly<Record<ValueLookup, Comparison>> = {
  exact: (value, operand) => sql`${value} = ${operand}`,
  iexact: equalsInAnyCase,
  contains: pattern('*', '*'),
  icontains: anyCasePattern('%', '%'),
  startswith: pattern('', '*'),
  istartswith: anyCasePattern('', '%'),
  endswith: pattern('*', ''),
  iendswith: anyCasePattern('%', ''),
  regex: (value, operand) => sql`matches_regex(${operand}, ${value})`,
  iregex: (value, operand) => sql`matches_iregex(${operand}, ${value})`,
  gt: (value, operand) => sql`${value} > ${operand}`,
  gte: (value, operand) => sql`${value} >= ${operand}`,
  lt: (value, operand) => sql`${value} < ${operand}`,
  lte: (value, operand) => sql`${value} <= ${operand}`,
};
