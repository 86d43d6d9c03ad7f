import type { Row, SqlValue } from '@application/ports';
import { type Json, type JsonObject, reviveNumerals } from '@domain/kernel';
import { ALL_SCALARS, savedVariables, type ScalarField, shownVariables } from '@domain/launch';

/** Columns of the saved prompts of one value. */
const PROMPT_COLUMNS: Readonly<Record<ScalarField, 'TEXT' | 'INTEGER'>> = {
  inventory: 'INTEGER',
  scm_branch: 'TEXT',
  job_type: 'TEXT',
  job_tags: 'TEXT',
  skip_tags: 'TEXT',
  limit: 'TEXT',
  diff_mode: 'INTEGER',
  verbosity: 'INTEGER',
  execution_environment: 'INTEGER',
  forks: 'INTEGER',
  job_slice_count: 'INTEGER',
  timeout: 'INTEGER',
};

/** Columns of a table whose rows carry a saved configuration. */
export const CONFIGURATION_COLUMNS = [
  'extra_data TEXT NOT NULL',
  ...Object.entries(PROMPT_COLUMNS).map(([name, type]) => `"${name}" ${type}`),
].join(', ');

/** A column and what is to stand in it. */
export type Assignment = readonly [column: string, value: SqlValue];

/** All columns of a new configuration. */
export const configurationAssignments = (prompts: JsonObject): readonly Assignment[] => [
  ['extra_data', shownText(prompts)],
  ...Object.keys(PROMPT_COLUMNS).map((name): Assignment => [name, sqlValue(prompts[name])]),
];

/** The column that a changed prompt stands in. */
export const promptAssignment = (field: string, value: Json): Assignment =>
  field === 'extra_data' ? [field, shownText({ extra_data: value ?? {} })] : [field, sqlValue(value)];

/** Variables as every view shows them: secrets masked. */
const shownText = (prompts: JsonObject): string => JSON.stringify(shownVariables(savedVariables(prompts)));

/** As SQLite keeps it; what has no column type of its own is not kept. */
export const sqlValue = (value: Json | undefined): SqlValue => {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
};

/** The configuration as the API shows it. */
export const shownConfiguration = (row: Row): JsonObject => ({
  extra_data: reviveNumerals(JSON.parse(String(row['extra_data'])) as Json),
  ...Object.fromEntries(
    ALL_SCALARS.map((field) => [field, field === 'diff_mode' ? flagIn(row[field]) : plain(row[field])]),
  ),
});

const flagIn = (value: SqlValue | undefined): boolean | null => ((value ?? null) === null ? null : Boolean(value));

const plain = (value: SqlValue | undefined): string | number | null =>
  typeof value === 'bigint' ? Number(value) : (value ?? null);

/** Names that lists cannot look into: AWX keeps these prompts inside a document. */
export const HIDDEN_PROMPTS: readonly ScalarField[] = ALL_SCALARS.filter(
  (name) => name !== 'inventory' && name !== 'execution_environment',
);
