import type { AggregateRunner, CommandContext } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { job, jobCatalog, jobStream } from '@domain/job';
import { type CopiedData, type LaunchedData, rejectedPrompts } from '@domain/launch';
import { type Graph, workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';

export interface JobToCreate {
  readonly launch: LaunchedData | CopiedData;
  /** Ends the job at once in `error` with this explanation. */
  readonly startError: string | null;
  /** Names of typed passwords that came with the launch. */
  readonly passwords?: readonly string[];
}

/** Appends the head of a job's stream: what it runs with, what was refused, and that it waits. */
export const createJob = async (
  aggregates: AggregateRunner,
  { launch, startError, passwords = [] }: JobToCreate,
  context: CommandContext,
): Promise<readonly StoredEvent[]> => {
  const { events } = await aggregates.handle({
    stream: jobStream(launch.id),
    decider: job,
    catalog: jobCatalog,
    command: { type: 'CreateJob', data: launch, rejected: refusals(launch), passwords, startError },
    context,
  });
  return events;
};

/** The same for a workflow job, with the copy of its nodes. */
export const createWorkflowJob = async (
  aggregates: AggregateRunner,
  { launch, graph, startError, passwords = [] }: JobToCreate & { readonly graph: Graph },
  context: CommandContext,
): Promise<readonly StoredEvent[]> => {
  const { events } = await aggregates.handle({
    stream: workflowRunStream(launch.id),
    decider: workflowRun,
    catalog: workflowRunCatalog,
    command: {
      type: 'LaunchWorkflow',
      data: launch,
      rejected: refusals(launch),
      graph,
      sliced: launch.fixed['is_sliced_job'] === true,
      passwords,
      startError,
    },
    context,
  });
  return events;
};

const refusals = ({ composition, launchType }: LaunchedData) =>
  composition ? rejectedPrompts(composition, launchType === 'manual' ? 'ignored' : 'dropped') : [];
