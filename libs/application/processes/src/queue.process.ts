import type { StoredEvent } from '@application/ports';
import type { JobSupervisor } from '@application/running';
import type { Slot } from '@domain/dispatcher';
import { isOpen } from '@domain/workflow-run';
import type { DispatchLoop } from './dispatch-loop.js';
import { idOfStream, JOB_ENDS } from './outcome.process.js';
import type { ProcessManager } from './process-manager.js';
import type { WaitingJobs } from './waiting-jobs.js';
import type { WorkflowRuns } from './workflow-runs.js';

/** Queued jobs wait with the dispatcher; ended ones give their slot back, and those that waited for them are looked at again. */
export const queue = (loop: DispatchLoop, waiting: WaitingJobs): ProcessManager => ({
  name: 'queue',
  reactsTo: ['JobQueued', ...JOB_ENDS, 'WorkflowJobFinished'],
  handle: async (event) => {
    const id = idOfStream(event.stream);
    if (event.type === 'JobQueued') return waiting.queued(kindOf(event), id, event);
    await loop.release(id);
    for (const { kind, job } of loop.waitingFor(id)) await waiting.reconsider(kind, job, event);
  },
});

/** A slot that another process gave back makes room. */
export const freedSlots = (loop: Pick<DispatchLoop, 'lookAgain'>): ProcessManager => ({
  name: 'freed-slots',
  reactsTo: ['SlotReleased'],
  handle: () => Promise.resolve(loop.lookAgain()),
});

type Runs = Pick<WorkflowRuns, 'start'>;
type Supervisor = Pick<JobSupervisor, 'admit'>;

/** A claimed slot sets its job going. */
export const admission = (runs: Runs, supervisor: Supervisor): ProcessManager =>
  onClaim('admission', (slot, event) =>
    slot.kind === 'workflow_job' ? runs.start(slot.job, event) : supervisor.admit(slot, event),
  );

/**
 * Of {@link admission} the part that needs no runner. A dispatcher that has lost its office without knowing may claim a slot for a
 * workflow that is over: nobody else would give that one back.
 */
export const workflowStarts = (
  runs: Pick<WorkflowRuns, 'start' | 'load'>,
  release: (job: number) => Promise<void>,
): ProcessManager =>
  onClaim('workflow-starts', async ({ kind, job }, event) => {
    if (kind !== 'workflow_job') return;
    await runs.start(job, event);
    if (!isOpen(await runs.load(job))) await release(job);
  });

/** Of {@link admission} the part of runners. */
export const runnerAdmission = (supervisor: Supervisor): ProcessManager =>
  onClaim('runner-admission', async (slot, event) => {
    if (slot.kind !== 'workflow_job') await supervisor.admit(slot, event);
  });

const onClaim = (name: string, handle: (slot: Slot, event: StoredEvent) => Promise<unknown>): ProcessManager => ({
  name,
  reactsTo: ['SlotClaimed'],
  key: (event) => `slot ${(event.data as Slot).job}`,
  handle: async (event) => {
    await handle(event.data as Slot, event);
  },
});

const kindOf = ({ stream }: StoredEvent): 'job' | 'workflow_job' =>
  stream.startsWith('wfjob-') ? 'workflow_job' : 'job';
