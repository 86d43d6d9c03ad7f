import { sql } from 'kysely';
import type { JsonObject } from '@domain/kernel';
import { urlOf } from '../../declaration/resource.js';
import { among, byId, idOrNull, rowsOf } from '../sql-rows.js';
import { Summaries } from '../summaries.js';
import type { Extra, ExtraRequest } from './extra.js';
import { nextSchedules } from './next-schedule.js';

/** A key of `related` and `summary_fields`, the column that fills it, and what its summary tells. */
interface Key {
  readonly name: string;
  readonly column: 'last_job' | 'current_job';
  readonly parts: readonly string[];
}

const RUNNING = ['id', 'name', 'description', 'status', 'failed'];
const ENDED = [...RUNNING, 'finished', 'canceled_on'];

const JOBS: readonly Key[] = [
  { name: 'last_job', column: 'last_job', parts: ENDED },
  { name: 'current_job', column: 'current_job', parts: RUNNING },
];
const UPDATES: readonly Key[] = [
  { name: 'last_update', column: 'last_job', parts: RUNNING },
  { name: 'current_update', column: 'current_job', parts: RUNNING },
];

/** Where jobs of a template are found, and what they are called beside. */
const KEYS: Readonly<Record<string, { readonly path: string; readonly keys: readonly Key[] }>> = {
  job_template: { path: 'jobs', keys: JOBS },
  workflow_job_template: { path: 'workflow_jobs', keys: JOBS },
  project: { path: 'project_updates', keys: [...JOBS, ...UPDATES] },
  system_job_template: { path: 'system_jobs', keys: JOBS },
};

const some = (summary: JsonObject, parts: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(summary).filter(([key]) => parts.includes(key)));

/** The job that runs now and the one that ran last, and the schedule that comes next, of each template. */
export const templateJobs = async (request: ExtraRequest): Promise<(id: number) => Extra> => {
  const { store, kind, ids } = request;
  const { path, keys } = KEYS[kind.type] ?? { path: '', keys: [] };
  const query = sql`SELECT id, last_job, current_job FROM template_status WHERE ${among('id', ids)}`;
  const states = byId(await rowsOf(store, query));
  const wanted = [...states.values()].flatMap((row) => [idOrNull(row['last_job']), idOrNull(row['current_job'])]);
  const jobs = await new Summaries(store).of('unified_job', wanted);
  const next = await nextSchedules(request);
  return (id) => {
    const { related, fields } = next(id);
    const found = keys.flatMap((key) => {
      const job = idOrNull(states.get(id)?.[key.column]);
      const summary = job === null ? undefined : jobs.get(job);
      return job === null || summary === undefined ? [] : [{ key, job, summary }];
    });
    return {
      related: { ...Object.fromEntries(found.map(({ key, job }) => [key.name, urlOf({ path }, job)])), ...related },
      summary: Object.fromEntries(found.map(({ key, summary }) => [key.name, some(summary, key.parts)])),
      ...(fields && { fields }),
    };
  };
};
