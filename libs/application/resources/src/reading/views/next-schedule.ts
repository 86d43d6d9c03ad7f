import { sql } from 'kysely';
import { among, byId, rowsOf, textOr } from '../sql-rows.js';
import type { Extra, ExtraRequest } from './extra.js';

/** The schedule that runs a template next, of each that has one; whole seconds are shown without decimals. */
export const nextSchedules = async ({ store, ids }: ExtraRequest): Promise<(id: number) => Extra> => {
  const ranked = sql`SELECT unified_job_template AS id, id AS schedule, next_run,
      ROW_NUMBER() OVER (PARTITION BY unified_job_template ORDER BY next_run, id) AS place
    FROM schedule WHERE next_run IS NOT NULL AND ${among('unified_job_template', ids)}`;
  const found = byId(await rowsOf(store, sql`SELECT id, schedule, next_run FROM (${ranked}) ranked WHERE place = 1`));
  return (id) => {
    const row = found.get(id);
    if (!row) return {};
    return {
      related: { next_schedule: `/api/v2/schedules/${Number(row['schedule'])}/` },
      fields: { next_job_run: textOr(row['next_run'], '').replace(/\.0+Z$/, 'Z') },
    };
  };
};
