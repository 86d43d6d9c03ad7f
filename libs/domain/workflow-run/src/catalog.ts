import type { EventCatalog } from '@domain/kernel';
import type { WorkflowRunEvent } from './messages.js';

export const workflowRunCatalog: EventCatalog<WorkflowRunEvent> = {
  TemplateLaunched: {
    schema: 1,
    about: 'A workflow job was launched: by whom, from what, with which values and why these.',
  },
  JobCopied: {
    schema: 1,
    about: 'A workflow job was repeated without its template: the fields of the workflow job it copies.',
  },
  PromptRejected: { schema: 1, about: 'A field or variable was refused at launch, and by which rule.' },
  WorkflowGraphSnapshotted: { schema: 1, about: 'The nodes and edges this run will walk, copied from the template.' },
  JobQueued: { schema: 1, about: 'The workflow job waits to be started.' },
  WorkflowStarted: { schema: 1, about: 'The workflow job is walked from now on.' },
  NodeSpawned: {
    schema: 1,
    about: 'A node runs: the reserved job, the whole launch of it, and the parents that allowed it.',
  },
  ArtifactsMerged: { schema: 1, about: 'What a node inherits from the jobs before it, key by key with its origin.' },
  NodeSkipped: { schema: 1, about: 'A node will never run, by which rule and on which evidence.' },
  NodeTemplateMissing: { schema: 1, about: 'A node was reached whose template is gone; it counts as failed.' },
  NodeFinished: { schema: 1, about: 'The job of a node ended, with the artifacts it leaves.' },
  WorkflowCancelRequested: { schema: 1, about: 'Someone asked to cancel: nothing is spawned from here on.' },
  WorkflowJobFinished: { schema: 1, about: 'The one end of the workflow job, and the failures nobody handled.' },
  JobDeleted: { schema: 1, about: 'The workflow job is hidden from the API; its history stays.' },
};
