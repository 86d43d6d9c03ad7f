import { sql } from 'kysely';
import type { Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { kindOf } from '../../registry.js';
import { among, groupedBy, idOrNull, rowsOf, textOr } from '../sql-rows.js';
import { linkTable } from '../tables.js';
import type { Extra, ExtraReader, ExtraRequest } from './extra.js';
import { counted } from './labels.js';
import { hostJobsOf, recentJobOfHost } from './recent-jobs.js';

const MOST_GROUPS = 5;

const groupsOf = async ({ store, ids }: ExtraRequest): Promise<(id: number) => JsonObject> => {
  const rows = await rowsOf(
    store,
    sql`SELECT link.child_id, one.id, one.name FROM ${sql.table(linkTable(kindOf('group'), 'hosts'))} link
      JOIN "group" one ON one.id = link.parent_id WHERE ${among('link.child_id', ids)} ORDER BY one.id`,
  );
  const groups = groupedBy(rows, 'child_id');
  return (id) => counted(groups.get(id) ?? [], MOST_GROUPS);
};

/** The last job and how it went on this host. */
const lastJob = (row: Row | undefined): Extra => {
  if (!row) return {};
  const [id, summary, template] = [Number(row['id']), Number(row['summary']), idOrNull(row['template'])];
  const canceled = textOr(row['canceled_on'], null);
  return {
    related: { last_job: `/api/v2/jobs/${id}/`, last_job_host_summary: `/api/v2/job_host_summaries/${summary}/` },
    summary: {
      last_job: {
        id,
        name: textOr(row['name'], ''),
        description: textOr(row['description'], ''),
        ...(row['finished'] === null ? {} : { finished: textOr(row['finished'], '') }),
        status: textOr(row['status'], ''),
        failed: Boolean(row['failed']),
        ...(canceled === null ? {} : { canceled_on: canceled }),
        ...(template === null
          ? {}
          : { job_template_id: template, job_template_name: textOr(row['template_name'], '') }),
      },
      last_job_host_summary: { id: summary, failed: Boolean(row['summary_failed']) },
    },
  };
};

/** Groups of a host and the jobs that ran on it. */
export const hostExtra: ExtraReader = async (request) => {
  const [groups, jobs] = await Promise.all([groupsOf(request), hostJobsOf(request)]);
  return (row) => {
    const id = Number(row['id']);
    const recent = jobs(id);
    const { related, summary } = lastJob(recent[0]);
    return {
      ...(related && { related }),
      summary: { ...summary, groups: groups(id), recent_jobs: recent.map(recentJobOfHost) },
    };
  };
};
