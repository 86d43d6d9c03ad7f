import type { Job, JobStartedData } from '@domain/job';
import type { RunRequest } from '@application/ports';

/** What is told of a run with its start, beside what the executor knows. */
export type StartFacts = Pick<JobStartedData, 'injected' | 'executionEnvironment' | 'revision'>;

/** What a job needs to run, or why it cannot. */
export type Prepared =
  | { readonly ok: true; readonly request: RunRequest; readonly facts: StartFacts }
  /** Refused by the pre-start check, `failed`, or `error`: the system could not run it (spec jobs.md §1.6). */
  | { readonly ok: false; readonly as: 'pre-start' | 'failed' | 'error'; readonly reason: string };

export interface RunPreparation {
  prepare(state: Job, attempt: string): Promise<Prepared>;
  /** Host ids by name, for resolving events and statistics. */
  hosts(state: Job): Promise<ReadonlyMap<string, number>>;
}

export const refusedRun = (as: 'pre-start' | 'failed' | 'error', reason: string): Prepared => ({
  ok: false,
  as,
  reason,
});
