import type { AggregateRunner } from '@application/event-sourcing';
import { type Clock, type EventLog, type Position, type ReadStore, untilAborted } from '@application/ports';
import { heldSlots, type Slot } from '@domain/dispatcher';
import { isActive, job, jobCatalog, jobStream } from '@domain/job';
import { isOpen, workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';
import type { Dependencies } from './dependencies.js';
import { DispatchLoop } from './dispatch-loop.js';
import { explaining } from './explain-waiting.js';
import type { ProcessManager } from './process-manager.js';
import { ProcessRunner, type ProcessRunnerOptions } from './process-runner.js';
import { freedSlots, queue } from './queue.process.js';
import { WaitingJobs } from './waiting-jobs.js';

export interface DispatcherOfficeParts {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly aggregates: AggregateRunner;
  readonly clock: Clock;
  readonly dependencies: Dependencies;
  /** Forks that all runners together take, as of now. */
  readonly capacity: () => number | Promise<number>;
  /** Calls back whenever the capacity may have changed. @returns ends that */
  readonly watchCapacity: (look: () => void) => () => void;
  /** Resolves when the rows hold everything up to the position; rejects when the signal aborts before. */
  readonly rowsReach: (position: Position | undefined, signal: AbortSignal) => Promise<void>;
  /** What else is done by whoever holds the office, and what it has to be told of. */
  readonly beside: { start(): Promise<void>; stop(): Promise<void>; readonly managers: readonly ProcessManager[] };
  readonly newId: () => string;
  readonly onTrouble: ProcessRunnerOptions['onTrouble'];
  /** See {@link ProcessRunnerOptions}. */
  readonly reached?: ProcessRunnerOptions['reached'] | undefined;
  /** Jobs could not be told why they wait. */
  readonly onUnexplained: (error: unknown) => void;
}

/**
 * The dispatcher where several processes share the work: who waits is known to the one that holds the office. Whoever gets it learns
 * that from the rows and the log, frees the slots of jobs that ended meanwhile, and follows the log from there. Two holders at one
 * moment harm nothing: slots are claimed by the revision of the dispatcher's stream.
 */
export class DispatcherOffice {
  constructor(private readonly parts: DispatcherOfficeParts) {}

  /** Decides who may run, until `turn` aborts. @throws what keeps it from deciding */
  async hold(turn: AbortSignal): Promise<void> {
    const failure = new AbortController();
    const fail = (error: unknown): void => failure.abort(error);
    const { aggregates, capacity, newId, beside } = this.parts;
    const loop = new DispatchLoop({ aggregates, capacity, newId, onFailure: fail });
    const head = await this.parts.log.head();
    await this.parts.rowsReach(head, turn);
    const waiting = new WaitingJobs({ ...this.parts, loop });
    const runner = this.runner(loop, waiting, head);
    const { clock, onUnexplained } = this.parts;
    const unexplain = explaining({ loop, aggregates, clock, onTrouble: onUnexplained });
    const unwatch = this.parts.watchCapacity(() => loop.lookAgain());
    try {
      await waiting.recover();
      loop.open();
      await this.freeEnded(loop);
      await runner.start(fail);
      await beside.start();
      await untilAborted(AbortSignal.any([turn, failure.signal]));
      failure.signal.throwIfAborted();
    } finally {
      unexplain();
      unwatch();
      await beside.stop();
      await runner.stop();
      await loop.stop();
    }
  }

  private runner(loop: DispatchLoop, waiting: WaitingJobs, head: Position | undefined): ProcessRunner {
    const { log, store, onTrouble, beside, reached } = this.parts;
    const managers = [queue(loop, waiting), freedSlots(loop), ...beside.managers];
    return new ProcessRunner({
      ...{ log, store, managers, name: 'dispatcher', startAt: { after: head }, onTrouble },
      ...(reached && { reached }),
    });
  }

  /** Jobs that ended while nobody held the office. */
  private async freeEnded(loop: DispatchLoop): Promise<void> {
    const freed: Promise<void>[] = []; // in one append
    for (const slot of heldSlots(await loop.state())) if (await this.isOver(slot)) freed.push(loop.release(slot.job));
    await Promise.all(freed);
  }

  private async isOver({ kind, job: id }: Slot): Promise<boolean> {
    const { aggregates } = this.parts;
    if (kind === 'workflow_job')
      return !isOpen((await aggregates.load(workflowRunStream(id), workflowRun, workflowRunCatalog)).state);
    return !isActive((await aggregates.load(jobStream(id), job, jobCatalog)).state);
  }
}
