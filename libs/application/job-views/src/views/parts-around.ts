import type { Clock, ReadStore, Row } from '@application/ports';
import { Summaries } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { groupedRows, IN_IDS } from './rows-by-ids.js';
import { idOf, textOf } from './values.js';
import { jobSummary } from './workflow-origin.js';

const JOBS = `SELECT job.id, job.type, job.name, job.description, job.status, job.failed, job.started, job.finished, job.canceled_on,
    template.id AS template, template.name AS template_name
  FROM unified_job job LEFT JOIN job_template template ON template.id = job.unified_job_template WHERE job.id IN ${IN_IDS}`;

/** What surrounds output events and host summaries: the jobs they belong to and the hosts that still exist. */
export interface PartsAround {
  job(row: Row): JsonObject | undefined;
  host(row: Row): JsonObject | undefined;
}

/** Three queries, whatever the number of rows; each row has the columns `job` and `host`. */
export const readPartsAround = async (
  { store, clock }: { readonly store: ReadStore; readonly clock: Clock },
  rows: readonly Row[],
): Promise<PartsAround> => {
  const [jobs, hosts] = await Promise.all([
    groupedRows(
      store,
      JOBS,
      rows.map((row) => row['job']),
    ),
    new Summaries(store).of(
      'host',
      rows.map((row) => idOf(row['host'])),
    ),
  ]);
  const now = clock.now();
  const shown = new Map([...jobs].map(([id, [job]]) => [id, job && partOf(job, now)]));
  return { job: (row) => shown.get(Number(row['job'])), host: (row) => hosts.get(Number(row['host'] ?? 0)) };
};

const partOf = (job: Row, now: string): JsonObject => ({
  ...jobSummary(job, now),
  type: textOf(job['type']),
  ...(job['template'] === null
    ? {}
    : { job_template_id: Number(job['template']), job_template_name: textOf(job['template_name']) }),
});
