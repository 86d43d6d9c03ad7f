import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Candidate } from '@domain/dispatcher';
import { job, jobCatalog, jobStream } from '@domain/job';
import { SYSTEM_ACTOR } from '@domain/kernel';
import type { DispatchLoop } from './dispatch-loop.js';

/** A job that waits longer than this says why (spec jobs.md §1.6). */
const PATIENCE_MS = 30_000;

const NO_ROOM = 'This job is not ready to start because there is not enough available capacity.';

/** Writes to the streams of jobs that have waited for long what they wait for; the same reason is told once. */
export const explainWaiting = async (loop: DispatchLoop, aggregates: AggregateRunner, now: number): Promise<void> => {
  for (const { candidate, reason } of await loop.reasons()) {
    if (candidate.kind === 'workflow_job' || now - Date.parse(candidate.createdAt) < PATIENCE_MS) continue;
    await tell(aggregates, candidate, reason);
  }
};

const tell = async (aggregates: AggregateRunner, { job: id }: Candidate, reason: string | null): Promise<void> => {
  const by = reason === null ? null : (/[a-z]+-\d+/.exec(reason)?.[0] ?? null);
  const commandId = derivedId('waiting', id, reason ?? '');
  await aggregates.handle({
    stream: jobStream(id),
    decider: job,
    catalog: jobCatalog,
    command: { type: 'BlockJob', by, rule: reason ?? NO_ROOM },
    context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
  });
};
