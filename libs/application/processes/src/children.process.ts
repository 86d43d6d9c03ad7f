import type { AggregateRunner } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import type { Actor } from '@domain/kernel';
import type { NodeSpawnedData } from '@domain/workflow-run';
import { following } from './command-context.js';
import { createJob, createWorkflowJob } from './job-creation.js';
import { idOfStream } from './outcome.process.js';
import type { ProcessManager } from './process-manager.js';

/** A spawned node gets its job: the id is reserved in the event, so doing it twice changes nothing. */
export const jobsFromNodes = (aggregates: AggregateRunner): ProcessManager => ({
  name: 'jobs-from-nodes',
  reactsTo: ['NodeSpawned'],
  key: (event) => `${event.stream} ${(event.data as NodeSpawnedData).node}`,
  handle: async (event) => {
    const { launch, graph, startError } = event.data as NodeSpawnedData;
    const context = following(event, 'create', workflowActor(event, launch.ancestors.at(-1)?.workflowJobName ?? ''));
    if (graph) await createWorkflowJob(aggregates, { launch, graph, startError }, context);
    else await createJob(aggregates, { launch, startError }, context);
  },
});

const workflowActor = (event: StoredEvent, name: string): Actor => ({
  kind: 'workflow',
  id: idOfStream(event.stream),
  name,
});
