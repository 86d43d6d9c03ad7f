import type { StoredEvent } from '@application/ports';
import type { JobEndData } from '@domain/job';
import type { WorkflowEndData } from '@domain/workflow-run';
import type { ProcessManager } from './process-manager.js';
import type { WorkflowRuns } from './workflow-runs.js';

export const JOB_ENDS = ['JobSucceeded', 'JobFailed', 'JobErrored', 'JobCanceled'] as const;

/** The end of a job or of a nested workflow is news for the workflow around it. */
export const outcomeToWorkflow = (runs: WorkflowRuns): ProcessManager => ({
  name: 'outcome-to-workflow',
  reactsTo: [...JOB_ENDS, 'WorkflowJobFinished'],
  key: (event) => String(ended(event).workflow?.workflowJob ?? event.stream),
  handle: async (event) => {
    const { workflow, status, artifacts } = ended(event);
    if (!workflow) return;
    const job = idOfStream(event.stream);
    await runs.recordNodeFinished(
      workflow.workflowJob,
      { node: workflow.node, job, status, finishedAt: event.meta.at, artifacts },
      event,
    );
  },
});

const ended = (event: StoredEvent): JobEndData | WorkflowEndData => event.data as JobEndData | WorkflowEndData;

/** `job-402` -> 402 */
export const idOfStream = (stream: string): number => Number(stream.slice(stream.indexOf('-') + 1));
