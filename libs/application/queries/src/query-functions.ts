import type { SqlValue } from '@application/ports';
import { IGNORE_CASE, isMatch } from './regular-expressions.js';

/** null stays null, as in SQL's own functions; numbers are read as text. */
const matching =
  (flags: number) =>
  (pattern: string, value: SqlValue): number | null =>
    value === null ? null : Number(isMatch(pattern, String(value), flags));

/**
 * SQL functions of the list filters, to be registered with the read store: regular expressions on a linear-time engine, and lower case
 * beyond ASCII, which SQLite's own `lower` and `LIKE` do not know.
 */
export const queryFunctions: Readonly<Record<string, (...values: never[]) => unknown>> = {
  matches_regex: matching(0),
  matches_iregex: matching(IGNORE_CASE),
  unicode_lower: (value: SqlValue) => (value === null ? null : String(value).toLowerCase()),
};
