import { assertNever, forbidden, missing } from '@domain/kernel';
import { planOf } from './graph.js';
import type { SpawnInputs, WorkflowRunCommand, WorkflowRunEvent } from './messages.js';
import { endOf } from './outcome.js';
import { evolve, isOpen, type WorkflowRun } from './state.js';
import { type RunnableNode, type Walk, walk } from './walk.js';

type Command<Type extends WorkflowRunCommand['type']> = Extract<WorkflowRunCommand, { readonly type: Type }>;

/**
 * The fact a command brings, folded in first, then all that follows from it: merges, spawns, skips, the end. A command that
 * brings nothing new still lets a running workflow go on, so that a repeat after a crash picks up nodes left waiting.
 * Refuses a user's command on a run that is unknown (missing) and deleting an active one (forbidden).
 */
export const decide = (command: WorkflowRunCommand, run: WorkflowRun): readonly WorkflowRunEvent[] => {
  const facts = factsOf(command, run);
  return [...facts, ...walkAfter(facts, command, run).events];
};

/**
 * Nodes that this command makes runnable and for which it brings no input; the handler prepares theirs and decides. With
 * inputs that tell of lost templates it may be asked again, until it answers nothing.
 */
export const runnableAfter = (run: WorkflowRun, command: WorkflowRunCommand): readonly RunnableNode[] =>
  walkAfter(factsOf(command, run), command, run).runnable;

const walkAfter = (facts: readonly WorkflowRunEvent[], command: WorkflowRunCommand, before: WorkflowRun): Walk => {
  const run = facts.reduce(evolve, before);
  return isOpen(run) && run.status === 'running' ? walk(run, spawnInputs(command)) : { events: [], runnable: [] };
};

const spawnInputs = (command: WorkflowRunCommand): SpawnInputs => ('spawn' in command ? command.spawn : {});

const factsOf = (command: WorkflowRunCommand, run: WorkflowRun): readonly WorkflowRunEvent[] => {
  switch (command.type) {
    case 'LaunchWorkflow':
      return run.status === 'absent' ? launched(command) : [];
    case 'StartWorkflow':
      return run.status === 'pending' ? [{ type: 'WorkflowStarted', data: {} }] : [];
    case 'RecordNodeFinished':
      return recorded(command, run);
    case 'AdvanceWorkflow':
      return [];
    case 'CancelWorkflow':
      return canceled(command, run);
    case 'DeleteWorkflowJob':
      return deleted(command, run);
    default:
      return assertNever(command);
  }
};

const launched = (command: Command<'LaunchWorkflow'>): readonly WorkflowRunEvent[] => {
  const { data, rejected, graph, sliced, passwords, startError } = command;
  planOf(graph.nodes, graph.edges); // a broken graph must not get into the log
  const head: readonly WorkflowRunEvent[] = [
    'from' in data ? { type: 'JobCopied', data } : { type: 'TemplateLaunched', data },
    ...rejected.map((refusal) => ({ type: 'PromptRejected', data: refusal }) as const),
    { type: 'WorkflowGraphSnapshotted', data: { ...graph, sliced } },
  ];
  if (startError === null) return [...head, { type: 'JobQueued', data: { passwords } }];
  // AWX: a workflow job that would contain itself is `failed`, unlike a job that cannot start.
  const end = endOf({ launch: data }, 'failed', startError, new Map());
  return [...head, { type: 'WorkflowJobFinished', data: end }];
};

/** Delivery is at least once: only the job that the node waits for is news, and only until it is known. */
const recorded = ({ data }: Command<'RecordNodeFinished'>, run: WorkflowRun): readonly WorkflowRunEvent[] => {
  const progress = isOpen(run) ? run.nodes.get(data.node) : undefined;
  if (!isOpen(run) || progress?.state !== 'active' || progress.job.id !== data.job) return [];
  const identifier = run.plan.find(({ node }) => node.id === data.node)?.node.identifier ?? '';
  return [{ type: 'NodeFinished', data: { ...data, identifier } }];
};

/** Before it runs it is canceled at once; while it runs the walk skips what is left and ends it with its last child. */
const canceled = ({ by, reason }: Command<'CancelWorkflow'>, run: WorkflowRun): readonly WorkflowRunEvent[] => {
  if (run.status === 'absent' || run.status === 'deleted') throw missing();
  if (!isOpen(run) || run.cancelRequested) return [];
  const requested: WorkflowRunEvent = { type: 'WorkflowCancelRequested', data: { by, reason } };
  if (run.status === 'running') return [requested];
  return [requested, { type: 'WorkflowJobFinished', data: endOf(run, 'canceled', '', new Map()) }];
};

const deleted = ({ by }: Command<'DeleteWorkflowJob'>, run: WorkflowRun): readonly WorkflowRunEvent[] => {
  if (run.status === 'absent') throw missing();
  if (run.status === 'deleted') return [];
  if (isOpen(run)) throw forbidden({ detail: 'Cannot delete running job resource.' }, 'JOB_ACTIVE');
  return [{ type: 'JobDeleted', data: { by } }];
};
