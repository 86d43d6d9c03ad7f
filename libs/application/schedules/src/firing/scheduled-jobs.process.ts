import type { AggregateRunner } from '@application/event-sourcing';
import { createJob, createWorkflowJob, following, type ProcessManager } from '@application/processes';
import type { ScheduleEvent } from '@domain/schedule';
import type { Graph } from '@domain/workflow-run';

type Triggered = Extract<ScheduleEvent, { readonly type: 'ScheduleTriggered' }>['data'];

/** A triggered schedule gets its job: the id is reserved in the event, so doing it twice changes nothing. */
export const jobsFromSchedules = (aggregates: AggregateRunner): ProcessManager => ({
  name: 'jobs-from-schedules',
  reactsTo: ['ScheduleTriggered'],
  handle: async (event) => {
    const { launch, graph, startError } = event.data as Triggered;
    const context = following(event, 'create');
    if (graph) await createWorkflowJob(aggregates, { launch, graph: graph as Graph, startError }, context);
    else await createJob(aggregates, { launch, startError }, context);
  },
});
