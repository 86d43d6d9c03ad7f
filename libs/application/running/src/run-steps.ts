import { type CommandContext, derivedId } from '@application/event-sourcing';
import { type Job, job, type JobCommand, type JobEvent } from '@domain/job';
import { type Actor, SYSTEM_ACTOR } from '@domain/kernel';
import type { Prepared } from './run-preparation.js';

const RUNNER: Actor = { kind: 'runner', id: null, name: 'runner' };

/** What several commands decide, one on the other. */
export const decideAll = (before: Job, commands: readonly JobCommand[]): readonly JobEvent[] => {
  const events: JobEvent[] = [];
  let state = before;
  for (const command of commands) {
    const decided = job.decide(command, state);
    events.push(...decided);
    state = decided.reduce(job.evolve, state);
  }
  return events;
};

/** Ends a job that cannot run. */
export const refusal = ({ as, reason }: Extract<Prepared, { readonly ok: false }>): readonly JobCommand[] =>
  as === 'pre-start' ? [{ type: 'FailPreStart', reason }] : [{ type: 'FailJob', explanation: reason, as }];

/** One step of a run; a repeat of it has the same id. */
export const step = (cause: string, name: 'admit' | 'adopt' | 'prepare' | 'start' | 'end'): CommandContext => ({
  commandId: derivedId('runner', cause, name),
  causation: cause,
  actor: name === 'admit' || name === 'adopt' ? SYSTEM_ACTOR : RUNNER,
});
