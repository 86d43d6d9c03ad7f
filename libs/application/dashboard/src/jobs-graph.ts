import type { JobScopes } from '@application/job-views';
import type { Clock, ReadStore, Row } from '@application/ports';
import type { Viewer } from '@domain/access';
import { type Json, type JsonObject, refused } from '@domain/kernel';
import { type RawBuilder, sql, type SqlBool } from 'kysely';

export interface JobsGraphPorts {
  readonly store: Pick<ReadStore, 'db'>;
  readonly clock: Clock;
  readonly jobs: Pick<JobScopes, 'jobs'>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Length of a step, how many steps back the graph starts, and how much of a time names a step. */
interface Period {
  readonly step: number;
  readonly back: number;
  readonly named: 10 | 13;
}

const PERIODS: Readonly<Record<string, Period>> = {
  month: { step: DAY, back: 30, named: 10 },
  two_weeks: { step: DAY, back: 14, named: 10 },
  week: { step: DAY, back: 7, named: 10 },
  day: { step: HOUR, back: 24, named: 13 },
};

/** Kinds of jobs that `job_type` asks for; anything else asks for all. */
const KINDS: Readonly<Record<string, string>> = {
  inv_sync: 'inventory_update',
  playbook_run: 'job',
  scm_update: 'project_update',
};

const OUTCOMES = ['successful', 'failed', 'canceled', 'error'] as const;

/** How many jobs ended how, day by day or hour by hour. */
export class JobsGraph {
  constructor(private readonly ports: JobsGraphPorts) {}

  /** @throws DomainError 400 for an unknown period */
  async of(query: URLSearchParams, viewer: Viewer): Promise<JsonObject> {
    const name = query.get('period') ?? 'month';
    const period = Object.hasOwn(PERIODS, name) ? PERIODS[name] : undefined;
    if (!period) throw refused({ error: `Unknown period "${name}"` }, 'UNKNOWN_PERIOD');
    const steps = stepsOf(period, Date.parse(this.ports.clock.now()));
    const [first = 0] = steps;
    const counts = await this.counts({ period, since: nameOf(first, period), type: query.get('job_type') }, viewer);
    const line = (outcome: string): readonly Json[] =>
      steps.map((step) => [step / 1000, counts.get(`${outcome} ${nameOf(step, period)}`) ?? 0]);
    return { jobs: Object.fromEntries(OUTCOMES.map((outcome) => [outcome, line(outcome)])) };
  }

  /** By outcome and step. A sync that a job needed is part of that job. */
  private async counts(
    { period, since, type }: { readonly period: Period; readonly since: string; readonly type: string | null },
    viewer: Viewer,
  ): Promise<ReadonlyMap<string, number>> {
    const kind = KINDS[type ?? ''];
    const readable = await this.ports.jobs.jobs(viewer);
    const conditions: readonly RawBuilder<SqlBool>[] = [
      sql`job.finished >= ${since}`,
      sql`job.launch_type <> 'sync'`,
      ...(kind === undefined ? [] : [sql<SqlBool>`job.type = ${kind}`]),
      ...(readable ? [readable('job')] : []),
    ];
    const query = sql<Row>`SELECT job.status, substr(job.finished, 1, ${period.named}) AS step, COUNT(*) AS ended
      FROM unified_job job WHERE ${sql.join(conditions, sql` AND `)} GROUP BY 1, 2`;
    const { rows } = await query.execute(this.ports.store.db);
    return new Map(rows.map(({ status, step, ended }) => [`${String(status)} ${String(step)}`, Number(ended)]));
  }
}

/** Starts of the steps, oldest first; the last one is under way. */
const stepsOf = ({ step, back }: Period, now: number): readonly number[] => {
  const current = now - (now % step);
  return Array.from({ length: back + 1 }, (_, index) => current - (back - index) * step);
};

/** As the times of jobs begin that ended in the step. */
const nameOf = (start: number, { named }: Period): string => new Date(start).toISOString().slice(0, named);
