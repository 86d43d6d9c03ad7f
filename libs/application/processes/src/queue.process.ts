import type { StoredEvent } from '@application/ports';
import type { Candidate, Slot } from '@domain/dispatcher';
import type { DispatchLoop } from './dispatch-loop.js';
import type { JobSupervisor } from '@application/running';
import { idOfStream, JOB_ENDS } from './outcome.process.js';
import type { ProcessManager } from './process-manager.js';
import type { WorkflowRuns } from './workflow-runs.js';

/** How the dispatcher sees a job that waits; null when it does not wait any more. */
export type CandidateOf = (kind: 'job' | 'workflow_job', id: number) => Promise<Candidate | null>;

const kindOf = (event: StoredEvent): 'job' | 'workflow_job' =>
  event.stream.startsWith('wfjob-') ? 'workflow_job' : 'job';

/** Queued jobs wait with the dispatcher; ended ones give their slot back. */
export const queue = (loop: DispatchLoop, candidateOf: CandidateOf): ProcessManager => ({
  name: 'queue',
  reactsTo: ['JobQueued', ...JOB_ENDS, 'WorkflowJobFinished'],
  handle: async (event) => {
    const id = idOfStream(event.stream);
    if (event.type !== 'JobQueued') return loop.release(id);
    const candidate = await candidateOf(kindOf(event), id);
    if (candidate) loop.enqueue(candidate);
  },
});

/** A claimed slot sets its job going. */
export const admission = (runs: WorkflowRuns, supervisor: JobSupervisor): ProcessManager => ({
  name: 'admission',
  reactsTo: ['SlotClaimed'],
  key: (event) => `slot ${(event.data as Slot).job}`,
  handle: async (event) => {
    const slot = event.data as Slot;
    if (slot.kind === 'workflow_job') await runs.start(slot.job, event);
    else await supervisor.admit(slot, event);
  },
});
