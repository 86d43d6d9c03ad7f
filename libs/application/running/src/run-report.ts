import type { RunOutcome } from '@application/ports';
import type { RunReport } from '@domain/job';

/** The outcome as the job's stream records it, hosts resolved to ids. */
export const toReport = (outcome: RunOutcome, hosts: ReadonlyMap<string, number>): RunReport => ({
  status: outcome.status,
  exitCode: outcome.exitCode,
  explanation: outcome.explanation,
  traceback: outcome.traceback,
  artifacts: outcome.artifacts,
  hosts:
    outcome.stats &&
    Object.fromEntries(
      Object.entries(outcome.stats).map(([name, counts]) => [name, { host: hosts.get(name) ?? null, ...counts }]),
    ),
  events: outcome.eventCount,
  revision: outcome.revision ?? null,
});

/** The process is gone and left no exit status (spec jobs.md §1.6). */
export const lostReport = (): RunReport => ({
  status: 'failed',
  exitCode: null,
  explanation:
    'Task was marked as running at system start up. The system must have not shut down properly, so it has been marked as failed.',
  traceback: '',
  artifacts: null,
  hosts: null,
  events: 0,
  revision: null,
});
