import type { AggregateRunner, CommandContext } from '@application/event-sourcing';
import {
  type Candidate,
  dispatcher,
  dispatcherCatalog,
  DISPATCHER_STREAM,
  type DispatcherState,
} from '@domain/dispatcher';

/** Most starts decided in one pass (AWX's START_TASK_LIMIT). */
const STARTS_PER_PASS = 100;

export interface DispatchLoopOptions {
  readonly aggregates: AggregateRunner;
  /** Forks this installation takes at once. */
  readonly capacity: number;
  readonly attempt: (job: number) => string;
  readonly context: () => CommandContext;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Decides who may run: collects the jobs that wait and the slots that became free, and decides on all of them in one
 * append to the dispatcher's stream. One pass at a time; what comes meanwhile is in the next pass.
 */
export class DispatchLoop {
  private readonly pending = new Map<number, Candidate>();
  private readonly released = new Set<number>();
  private waiting: (() => void)[] = [];
  private running: Promise<void> | undefined;
  private isHeld = true;

  constructor(private readonly options: DispatchLoopOptions) {}

  /** Until opened nothing is admitted: first everything that waited before a restart must be known. */
  open(): void {
    this.isHeld = false;
    this.wake();
  }

  enqueue(candidate: Candidate): void {
    this.pending.set(candidate.job, candidate);
    this.wake();
  }

  isQueued(job: number): boolean {
    return this.pending.has(job);
  }

  /** Resolves when the slot is free in the log. Jobs that held none are only taken off the queue. */
  release(job: number): Promise<void> {
    this.pending.delete(job);
    this.released.add(job);
    const done = new Promise<void>((resolve) => this.waiting.push(resolve));
    this.wake();
    return done;
  }

  /** Slots held now, in the log. */
  async slots(): Promise<DispatcherState> {
    const { state } = await this.options.aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog);
    return state;
  }

  async stop(): Promise<void> {
    this.isHeld = true;
    await this.running;
  }

  private wake(): void {
    if (this.running || this.isHeld) return;
    this.running = this.passes().catch((error: unknown) => {
      this.running = undefined;
      this.options.onFailure(error);
    });
  }

  private async passes(): Promise<void> {
    do {
      await Promise.resolve(); // lets everything that became known together be decided together
      await this.pass();
    } while (!this.isHeld && this.released.size > 0);
    this.running = undefined;
  }

  private async pass(): Promise<void> {
    const released = [...this.released];
    const waiting = this.waiting;
    this.released.clear();
    this.waiting = [];
    const candidates = [...this.pending.values()];
    const { events } = await this.options.aggregates.handle({
      stream: DISPATCHER_STREAM,
      decider: dispatcher,
      catalog: dispatcherCatalog,
      decideWith: (state: DispatcherState) => this.decide(state, released, candidates),
      context: this.options.context(),
    });
    for (const event of events) {
      if (event.type === 'SlotClaimed') this.pending.delete((event.data as { job: number }).job);
    }
    for (const resolve of waiting) resolve();
  }

  private decide(state: DispatcherState, jobs: readonly number[], pending: readonly Candidate[]) {
    const { capacity, attempt } = this.options;
    const freed = dispatcher.decide({ type: 'ReleaseSlots', jobs }, state);
    const after = freed.reduce(dispatcher.evolve, state);
    return [
      ...freed,
      ...dispatcher.decide({ type: 'AdmitJobs', pending, capacity, limit: STARTS_PER_PASS, attempt }, after),
    ];
  }
}
