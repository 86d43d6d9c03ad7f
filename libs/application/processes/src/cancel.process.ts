import type { AggregateRunner } from '@application/event-sourcing';
import { job, jobCatalog, jobStream } from '@domain/job';
import { activeChildren } from '@domain/workflow-run';
import { following } from './command-context.js';
import { idOfStream } from './outcome.process.js';
import type { ProcessManager } from './process-manager.js';
import type { JobSupervisor } from '@application/running';
import type { WorkflowRuns } from './workflow-runs.js';

type Child = ReturnType<typeof activeChildren>[number];

const CHAINED = 'canceled with its workflow';

/** A canceled workflow takes its active children with it, nested workflows included (spec workflows.md §3.7). */
export const cancelCascade = (aggregates: AggregateRunner, runs: WorkflowRuns): ProcessManager => ({
  name: 'cancel-cascade',
  reactsTo: ['WorkflowCancelRequested'],
  handle: async (event) => {
    const run = await runs.load(idOfStream(event.stream));
    const { actor } = event.meta;
    const cancel = async ({ kind, id }: Child): Promise<void> => {
      const context = following(event, `cancel ${id}`);
      if (kind === 'workflow_job') await runs.cancel(id, actor, CHAINED, context);
      else {
        const command = { type: 'CancelJob', by: actor, reason: CHAINED } as const;
        await aggregates.handle({ stream: jobStream(id), decider: job, catalog: jobCatalog, command, context });
      }
    };
    const canceled = activeChildren(run).map(cancel);
    await Promise.allSettled(canceled); // one that cannot be canceled, or is not made yet, must not keep the others running
    await Promise.all(canceled);
  },
});

/** A cancel request reaches the process that runs. */
export const stopCanceledRuns = (supervisor: JobSupervisor): ProcessManager => ({
  name: 'stop-canceled-runs',
  reactsTo: ['JobCancelRequested'],
  handle: (event) => supervisor.cancel(idOfStream(event.stream)),
});
