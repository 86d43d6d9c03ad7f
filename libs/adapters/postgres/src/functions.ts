const sqlFunction = (head: string, returns: string, body: string, how = 'IMMUTABLE'): string =>
  `CREATE OR REPLACE FUNCTION ${head} RETURNS ${returns} LANGUAGE sql ${how} PARALLEL SAFE AS $$ ${body} $$`;

const aggregate = (name: string, step: string): string =>
  `DO $$ BEGIN CREATE AGGREGATE ${name}(boolean) (SFUNC = ${step}, STYPE = boolean);
    EXCEPTION WHEN duplicate_function THEN NULL; END $$`;

/** Overloads for whatever a column holds: SQLite reads all of it as text. */
const ofAnything = (name: string, operator: string): readonly string[] =>
  ['text', 'bigint', 'double precision', 'boolean'].map((type) =>
    sqlFunction(`${name}(pattern text, value ${type})`, 'boolean', `SELECT value::text ${operator} pattern`),
  );

/** Only the patterns that our filters make: `*` for anything, and `[*]`, `[?]`, `[[]` for the characters themselves. */
const GLOB_PATTERN = `SELECT replace(replace(replace(replace(replace(
  regexp_replace(glob, '([\\\\%_])', '\\\\\\1', 'g'), '[*]', E'\\x01'), '[?]', '?'), '[[]', '['), '*', '%'), E'\\x01', '*')`;

/**
 * Functions of SQLite, and those that our queries bring along, in the words of PostgreSQL: one text of a query is enough.
 * Regular expressions are the server's own, as in AWX.
 */
export const FUNCTIONS: readonly string[] = [
  sqlFunction(
    'json_each(list text)',
    'TABLE (value bigint)',
    'SELECT item::bigint FROM jsonb_array_elements_text(list::jsonb) AS item',
  ),
  sqlFunction(
    'json_each(list text, path text)',
    'TABLE (value jsonb)',
    "SELECT item FROM jsonb_array_elements(list::jsonb) AS item WHERE path = '$'",
  ),
  sqlFunction('glob_pattern(glob text)', 'text', GLOB_PATTERN),
  sqlFunction('unicode_lower(value text)', 'text', 'SELECT lower(value COLLATE "und-x-icu")'),
  sqlFunction(
    'julianday(value text)',
    'double precision',
    'SELECT extract(epoch FROM value::timestamptz)::double precision / 86400 + 2440587.5',
    'STABLE',
  ),
  sqlFunction(
    'round(value double precision, digits integer)',
    'double precision',
    'SELECT pg_catalog.round(value::numeric, digits)::double precision',
  ),
  ...ofAnything('matches_regex', '~'),
  ...ofAnything('matches_iregex', '~*'),
  aggregate('min', 'pg_catalog.booland_statefunc'),
  aggregate('max', 'pg_catalog.boolor_statefunc'),
];
