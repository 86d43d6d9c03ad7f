import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Clock } from '@application/ports';
import { job, jobCatalog, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import type { DispatchLoop, WaitingJob } from './dispatch-loop.js';

/** A job that waits longer than this says why (spec jobs.md §1.6). */
const PATIENCE_MS = 30_000;

/** How often jobs that wait for long are told why. */
const EXPLAIN_EVERY_MS = 10_000;

export interface ExplainingParts {
  readonly loop: DispatchLoop;
  readonly aggregates: AggregateRunner;
  readonly clock: Clock;
  /** It could not be told; the next time comes. */
  readonly onTrouble: (error: unknown) => void;
}

/** Tells jobs that wait for long why, now and then. @returns ends that */
export const explaining = ({ loop, aggregates, clock, onTrouble }: ExplainingParts): (() => void) => {
  const explain = (): void => void explainWaiting(loop, aggregates, clock.now()).catch(onTrouble);
  const timer = setInterval(explain, EXPLAIN_EVERY_MS).unref();
  return () => clearInterval(timer);
};

/** Writes to the streams of jobs that have waited for long whom they wait for; the same is told once. @param now ISO 8601 */
export const explainWaiting = async (loop: DispatchLoop, aggregates: AggregateRunner, now: string): Promise<void> => {
  for (const waiting of await loop.waitingJobs()) {
    const { kind, createdAt } = waiting.candidate;
    if (kind !== 'workflow_job' && Date.parse(now) - Date.parse(createdAt) > PATIENCE_MS)
      await tell(aggregates, waiting, now);
  }
};

const tell = async (aggregates: AggregateRunner, { candidate, blocker }: WaitingJob, now: string): Promise<void> => {
  const commandId = derivedId('waiting', candidate.job, now);
  await aggregates.handle({
    stream: jobStream(candidate.job),
    decider: job,
    catalog: jobCatalog,
    command: { type: 'BlockJob', by: blocker, rule: blocker === null ? 'no capacity' : 'blocked' },
    context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
  });
};
