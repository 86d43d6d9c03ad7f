import type { AggregateRunner, CommandContext } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import type { Actor } from '@domain/kernel';
import {
  type NodeFinishedData,
  type RunnableNode,
  runnableAfter,
  type SpawnInputs,
  type WorkflowRun,
  type WorkflowRunCommand,
  workflowRun,
  workflowRunCatalog,
  workflowRunStream,
} from '@domain/workflow-run';
import { following } from './command-context.js';

/** Composes what runnable nodes are to run, from their templates as they are now. */
export interface NodeLaunches {
  prepare(run: WorkflowRun, runnable: readonly RunnableNode[]): Promise<SpawnInputs>;
}

/** A command before its spawn inputs are known. */
type Walking =
  | { readonly type: 'StartWorkflow' }
  | { readonly type: 'AdvanceWorkflow' }
  | { readonly type: 'RecordNodeFinished'; readonly data: Omit<NodeFinishedData, 'identifier'> };

/** Commands to workflow jobs. The walk itself is decided in `@domain/workflow-run`; here its inputs are gathered. */
export class WorkflowRuns {
  constructor(
    private readonly aggregates: AggregateRunner,
    private readonly launches: NodeLaunches,
  ) {}

  /** The run keeps the correlation of its own launch: the dispatcher's events belong to nobody in particular. */
  start(id: number, because: StoredEvent): Promise<void> {
    const { correlation: _dispatchers, ...context } = following(because, 'start', SYSTEM_WALK(id));
    return this.walk(id, { type: 'StartWorkflow' }, context);
  }

  recordNodeFinished(id: number, data: Omit<NodeFinishedData, 'identifier'>, because: StoredEvent): Promise<void> {
    return this.walk(id, { type: 'RecordNodeFinished', data }, following(because, 'node-finished', SYSTEM_WALK(id)));
  }

  /** @returns the events appended; none when it was over already */
  async cancel(id: number, by: Actor, reason: string, context: CommandContext): Promise<readonly StoredEvent[]> {
    const { events } = await this.aggregates.handle({
      ...target(id),
      command: { type: 'CancelWorkflow', by, reason },
      context,
    });
    return events;
  }

  async load(id: number): Promise<WorkflowRun> {
    const { state } = await this.aggregates.load(workflowRunStream(id), workflowRun, workflowRunCatalog);
    return state;
  }

  /**
   * Prepares inputs for the nodes that this command makes runnable and decides, unless somebody else wrote meanwhile: then they may
   * have other artifacts, or others may be runnable, and all is prepared anew.
   */
  private async walk(id: number, step: Walking, context: CommandContext): Promise<void> {
    let command: Walking = step;
    for (let round = 0; ; round++) {
      const { state, revision } = await this.aggregates.load(workflowRunStream(id), workflowRun, workflowRunCatalog);
      const runnable = runnableAfter(state, withInputs(command, {}));
      if (command !== step && runnable.length === 0) return;
      const inputs = runnable.length === 0 ? {} : await this.launches.prepare(state, runnable);
      const wanted = withInputs(command, inputs);
      const handled = await this.aggregates.handle({
        ...target(id),
        decideWith: (now: WorkflowRun, at) => (at === revision ? workflowRun.decide(wanted, now) : []),
        context: round === 0 ? context : { ...context, commandId: `${context.commandId}/${round}` },
      });
      if (handled.revision - handled.events.length !== revision) continue;
      if (runnable.length === 0) return;
      command = { type: 'AdvanceWorkflow' };
    }
  }
}

const target = (id: number) => ({ stream: workflowRunStream(id), decider: workflowRun, catalog: workflowRunCatalog });

const withInputs = (command: Walking, spawn: SpawnInputs): WorkflowRunCommand => ({ ...command, spawn });

const SYSTEM_WALK = (id: number): Actor => ({ kind: 'workflow', id, name: '' });
