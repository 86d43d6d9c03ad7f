import type { ReadStore } from '@application/ports';
import type { LaunchTarget } from '@domain/launch';
import type { SkipReason } from '@domain/schedule';

/** A template with this many active jobs is not scheduled again (AWX's setting SCHEDULE_MAX_JOBS). */
const MOST_ACTIVE = 10;

const ACTIVE =
  "SELECT COUNT(*) AS active FROM unified_job WHERE unified_job_template = ? AND status IN ('pending', 'waiting', 'running')";
const LAST_UPDATE = `SELECT finished FROM unified_job WHERE unified_job_template = ? AND type = 'project_update' AND finished IS NOT NULL
  ORDER BY finished DESC LIMIT 1`;

/** Why an occurrence becomes no job. */
export interface Blocked {
  readonly skipped: SkipReason;
  readonly explanation: string;
}

/** Whether something keeps a template from being launched on schedule (spec schedules.md §5). @param now milliseconds */
export const blockedBy = (
  store: Pick<ReadStore, 'all'>,
  target: LaunchTarget,
  now: number,
): Promise<Blocked | undefined> =>
  target.kind === 'project' ? byFreshness(store, target, now) : byJobs(store, target);

const byJobs = async (store: Pick<ReadStore, 'all'>, { ref }: LaunchTarget): Promise<Blocked | undefined> => {
  const [row] = await store.all(ACTIVE, [ref.id]);
  const active = Number(row?.['active'] ?? 0);
  if (active < MOST_ACTIVE) return undefined;
  return {
    skipped: 'max_active_jobs',
    explanation: `${active} jobs of ${ref.name} are active, ${MOST_ACTIVE} at most.`,
  };
};

const byFreshness = async (
  store: Pick<ReadStore, 'all'>,
  { ref, fixed }: LaunchTarget,
  now: number,
): Promise<Blocked | undefined> => {
  const seconds = Number(fixed['scm_update_cache_timeout'] ?? 0);
  const [row] = await store.all(LAST_UPDATE, [ref.id]);
  const finished = row === undefined ? Number.NaN : Date.parse(String(row['finished']));
  if (!(finished + seconds * 1_000 > now)) return undefined;
  return { skipped: 'cache_fresh', explanation: `The last update of ${ref.name} is younger than ${seconds} seconds.` };
};
