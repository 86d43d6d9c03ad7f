import { sql } from 'kysely';
import type { Row } from '@application/ports';
import type { Json } from '@domain/kernel';
import { among, groupedBy, rowsOf, textOr } from '../sql-rows.js';
import type { ExtraRequest } from './extra.js';

const MOST_OF_TEMPLATE = 10;
const MOST_OF_HOST = 5;

const ofTemplate = (row: Row): Json => ({
  id: Number(row['id']),
  status: textOr(row['status'], ''),
  finished: textOr(row['finished'], null),
  canceled_on: textOr(row['canceled_on'], null),
  type: textOr(row['type'], ''),
});

/** The newest jobs of each template; slices are not jobs of their own here. */
export const recentJobsOf = async ({ store, kind, ids }: ExtraRequest): Promise<(id: number) => readonly Json[]> => {
  const rows = await rowsOf(
    store,
    sql`SELECT template.id AS template, job.id, job.status, job.finished, job.canceled_on, job.type
      FROM ${sql.table(kind.type)} template JOIN unified_job job ON job.id IN (
        SELECT recent.id FROM unified_job recent
        WHERE recent.unified_job_template = template.id AND recent.job_slice_count < 2
        ORDER BY recent.id DESC LIMIT ${sql.lit(MOST_OF_TEMPLATE)})
      WHERE ${among('template.id', ids)} ORDER BY job.id DESC`,
  );
  const jobs = groupedBy(rows, 'template');
  return (id) => (jobs.get(id) ?? []).map(ofTemplate);
};

/** The newest jobs that ran on each host. */
export const hostJobsOf = async ({ store, ids }: ExtraRequest): Promise<(id: number) => readonly Row[]> => {
  const rows = await rowsOf(
    store,
    sql`SELECT host.id AS host, summary.id AS summary, summary.failed AS summary_failed, job.*, template.id AS template, template.name AS template_name
      FROM host JOIN job_host_summary summary ON summary.id IN (
        SELECT recent.id FROM job_host_summary recent WHERE recent.host = host.id ORDER BY recent.id DESC LIMIT ${sql.lit(MOST_OF_HOST)})
      JOIN unified_job job ON job.id = summary.job
      LEFT JOIN job_template template ON template.id = job.unified_job_template
      WHERE ${among('host.id', ids)} ORDER BY summary.id DESC`,
  );
  const jobs = groupedBy(rows, 'host');
  return (id) => jobs.get(id) ?? [];
};

/** As `recent_jobs` of a host shows it. */
export const recentJobOfHost = (row: Row): Json => ({
  id: Number(row['id']),
  name: textOr(row['template_name'], ''),
  type: textOr(row['type'], ''),
  status: textOr(row['status'], ''),
  finished: textOr(row['finished'], null),
});
