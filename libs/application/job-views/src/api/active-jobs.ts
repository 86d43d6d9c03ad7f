import type { ReadStore, SqlValue } from '@application/ports';
import type { ActiveJobs, ResourceType } from '@application/resources';
import { textOf } from '../views/values.js';

const activeWhere = (condition: string): string =>
  `SELECT id, type FROM unified_job WHERE status IN ('new', 'pending', 'waiting', 'running') AND ${condition} ORDER BY id`;

/** Which jobs are in the way when something is to be deleted; kinds that are missing here never are kept. */
const USING: Readonly<Partial<Record<ResourceType, string>>> = {
  job_template: activeWhere('unified_job_template = ?'),
  workflow_job_template: activeWhere('unified_job_template = ?'),
  project: activeWhere('? IN (unified_job_template, project)'),
  inventory: activeWhere('inventory = ?'),
  organization: activeWhere('organization = ?'),
};

/** Jobs that keep an object from being deleted (spec jobs.md §4). */
export const activeJobs =
  (store: Pick<ReadStore, 'all'>): ActiveJobs =>
  async (type, id: SqlValue) => {
    const sql = USING[type];
    if (sql === undefined) return [];
    const rows = await store.all(sql, [id]);
    return rows.map((row) => ({ id: Number(row['id']), type: textOf(row['type']) }));
  };
