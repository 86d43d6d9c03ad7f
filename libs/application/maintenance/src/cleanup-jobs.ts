import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Position, ReadStore } from '@application/ports';
import { MOST_PRUNED_AT_ONCE, retention, RETENTION_STREAM, retentionCatalog } from '@domain/retention';
import type { Task, TaskRun } from './task.js';
import { batchOf, daysBefore, daysOf, isWanted } from './variables.js';

export interface CleanupJobsPorts {
  readonly store: Pick<ReadStore, 'all'>;
  readonly aggregates: Pick<AggregateRunner, 'handle'>;
  /** Resolves when the read models have taken in everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

const ACTIVE = "('new', 'pending', 'waiting', 'running')";

/**
 * A job stays while it is active, while a workflow job around it is (which may yet hand its artifacts on), and as the newest
 * update of a project, which other jobs ask for its revision.
 */
const IS_NEEDED = `(job.status IN ${ACTIVE}
  OR EXISTS (SELECT 1 FROM json_each(job.ancestors, '$') around
    JOIN unified_job enclosing ON enclosing.id = CAST(around.value ->> 'workflowJob' AS BIGINT)
    WHERE enclosing.status IN ${ACTIVE})
  OR (job.type = 'project_update' AND job.id IN
    (SELECT state.last_job FROM template_status state JOIN project ON project.id = state.id)))`;
const OLD = `SELECT job.id, job.type FROM unified_job job WHERE job.created < ? AND job.id > ? AND NOT ${IS_NEEDED}
  ORDER BY job.id LIMIT ?`;
const KEPT = `SELECT job.type, COUNT(*) AS jobs FROM unified_job job WHERE job.created < ? AND ${IS_NEEDED} GROUP BY job.type`;

const NAMES: readonly (readonly [type: string, name: string])[] = [
  ['job', 'Jobs'],
  ['project_update', 'Project updates'],
  ['system_job', 'System jobs'],
  ['workflow_job', 'Workflow jobs'],
];

type Counts = Map<string, number>;

/** Retires old jobs and their output from what the API shows; the log keeps what was decided about them (spec events.md §8). */
export const cleanupJobs =
  (ports: CleanupJobsPorts): Task =>
  async (run) => {
    const { variables } = run;
    const days = daysOf(variables['days']);
    const [isDry, before] = [isWanted(variables['dry_run']), daysBefore(run.now, days)];
    const size = batchOf(variables['batch_size'], MOST_PRUNED_AT_ONCE);
    await run.say(
      `${isDry ? 'Would remove' : 'Removing'} jobs created before ${before} (${days} days) and their output.`,
    );
    const [gone, kept] = [await prune(ports, run, { before, size, isDry }), await keptOf(ports, before)];
    await run.say(
      ...NAMES.map(([type, name]) => summary(name, gone.get(type) ?? 0, kept.get(type) ?? 0, isDry)),
      'Nothing was deleted from the event log: the streams of these jobs keep every decision, and event_history shows them.',
    );
  };

const summary = (name: string, gone: number, kept: number, isDry: boolean): string =>
  `${name}: ${gone} ${isDry ? 'would be removed' : 'removed'}, ${kept} kept because they are needed.`;

interface Pruning {
  readonly before: string;
  readonly size: number;
  readonly isDry: boolean;
}

const prune = async (ports: CleanupJobsPorts, run: TaskRun, { before, size, isDry }: Pruning): Promise<Counts> => {
  const gone: Counts = new Map();
  for (let last = 0; !run.isCanceled();) {
    const rows = await ports.store.all(OLD, [before, last, size]);
    const ids = rows.map((row) => Number(row['id']));
    if (!isDry) await retire(ports, run, before, ids);
    for (const row of rows) count(gone, String(row['type']), 1);
    if (rows.length > 0) await run.say(`${isDry ? 'Found' : 'Removed'} ${ids.length} jobs, up to job ${ids.at(-1)}.`);
    if (rows.length < size) break;
    last = ids.at(-1) ?? last;
  }
  return gone;
};

/** The same batch told again, after a crash, is the same event. */
const retire = async (
  { aggregates, caughtUp }: CleanupJobsPorts,
  { job, by }: TaskRun,
  before: string,
  ids: readonly number[],
): Promise<void> => {
  const stream = { stream: RETENTION_STREAM, decider: retention, catalog: retentionCatalog };
  const commandId = derivedId('prune', job, ...ids);
  const context = { commandId, correlation: `job-${job}`, causation: `job-${job}`, actor: by };
  const command = { type: 'PruneJobs', before, ids, by, job } as const;
  const { position } = await aggregates.handle({ ...stream, command, context });
  await caughtUp(position);
};

const keptOf = async ({ store }: CleanupJobsPorts, before: string): Promise<Counts> => {
  const kept: Counts = new Map();
  for (const row of await store.all(KEPT, [before])) count(kept, String(row['type']), Number(row['jobs']));
  return kept;
};

const count = (counts: Counts, type: string, more: number): void => {
  counts.set(type, (counts.get(type) ?? 0) + more);
};
