import type { Clock, ReadStore, Row, SqlValue } from '@application/ports';
import { Summaries, type SummaryType } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { groupedRows, IN_IDS } from './rows-by-ids.js';
import { idOf, jsonOf } from './values.js';

/** Columns of a job that refer to what has a summary. */
const REFERENCES: readonly (readonly [SummaryType, readonly string[]])[] = [
  ['user', ['created_by']],
  ['organization', ['organization']],
  ['inventory', ['inventory']],
  ['project', ['project', 'unified_job_template']],
  ['execution_environment', ['execution_environment']],
  ['instance_group', ['instance_group']],
  ['credential', ['credential']],
  ['unified_job_template', ['unified_job_template']],
  ['schedule', ['schedule']],
];

const WORKFLOWS = `SELECT id, name, description, status, failed, started, finished, canceled_on FROM unified_job WHERE id IN ${IN_IDS}`;
const LABELS = `SELECT link.job, label.id, label.name FROM unified_job_label link JOIN label ON label.id = link.label
  WHERE link.job IN ${IN_IDS} ORDER BY label.name, label.id`;
const CREDENTIALS = `SELECT link.job, link.credential FROM unified_job_credential link JOIN credential ON credential.id = link.credential
  WHERE link.job IN ${IN_IDS} ORDER BY credential.name, credential.id`;

/** What surrounds a page of jobs, read for all of them at once. What is gone has no summary. */
export interface Surroundings {
  readonly now: string;
  summary(type: SummaryType, id: SqlValue | undefined): JsonObject | undefined;
  /** A workflow job around one of these, by id. */
  workflow(id: number | null): Row | undefined;
  labels(job: number): readonly Row[];
  credentials(job: number): readonly JsonObject[];
}

/** The workflow job around all others that led to this job; null for a job of no workflow. */
export const ancestorOf = (row: Row): number | null => {
  const [outermost] = jsonOf(row['ancestors'] ?? '[]') as readonly { readonly workflowJob: number }[];
  return outermost?.workflowJob ?? idOf(row['source_workflow_job']);
};

type Maps = ReadonlyMap<SummaryType, ReadonlyMap<number, JsonObject>>;

/** Projects are asked for only by those that have one. */
const idsFor = (type: SummaryType, columns: readonly string[], rows: readonly Row[]): readonly (number | null)[] =>
  rows
    .filter((row) => type !== 'project' || row['type'] !== 'workflow_job')
    .flatMap((row) => columns.map((column) => idOf(row[column])));

/** A fixed number of queries, whatever the number of jobs. */
export const readSurroundings = async (
  { store, clock }: { readonly store: ReadStore; readonly clock: Clock },
  rows: readonly Row[],
): Promise<Surroundings> => {
  const summaries = new Summaries(store);
  const ids = rows.map((row) => row['id']);
  const around = rows.flatMap((row) => [row['source_workflow_job'], ancestorOf(row)]);
  const [workflows, labels, used] = await Promise.all([
    groupedRows(store, WORKFLOWS, around),
    groupedRows(store, LABELS, ids, 'job'),
    groupedRows(store, CREDENTIALS, ids, 'job'),
  ]);
  const credentials = [...used.values()].flat().map((row) => idOf(row['credential']));
  const entries = await Promise.all(
    REFERENCES.map(async ([type, columns]) => {
      const wanted = [...idsFor(type, columns, rows), ...(type === 'credential' ? credentials : [])];
      return [type, await summaries.of(type, wanted)] as const;
    }),
  );
  const maps: Maps = new Map(entries);
  const summary: Surroundings['summary'] = (type, id) => maps.get(type)?.get(Number(id ?? 0));
  return {
    now: clock.now(),
    summary,
    workflow: (id) => (id === null ? undefined : workflows.get(id)?.[0]),
    labels: (job) => labels.get(job) ?? [],
    credentials: (job) =>
      (used.get(job) ?? [])
        .map((row) => summary('credential', row['credential']))
        .filter((found): found is JsonObject => found !== undefined),
  };
};
