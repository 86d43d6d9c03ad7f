import { derivedId, type AggregateRunner, type CommandContext } from '@application/event-sourcing';
import {
  blockedBy,
  type Candidate,
  dispatcher,
  dispatcherCatalog,
  DISPATCHER_STREAM,
  type DispatcherState,
} from '@domain/dispatcher';
import { DomainError, SYSTEM_ACTOR } from '@domain/kernel';

/** Most starts decided in one pass (AWX's START_TASK_LIMIT). */
const STARTS_PER_PASS = 100;

export interface DispatchLoopOptions {
  readonly aggregates: AggregateRunner;
  /** Forks this installation takes at once, as of now. */
  readonly capacity: () => number | Promise<number>;
  /** Names a pass; never the same twice. */
  readonly newId: () => string;
  /** A pass failed; nothing is decided until something new is known. */
  readonly onFailure: (error: unknown) => void;
}

/** Somebody who waits for the slots to be free that were given back before the next pass. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What one pass decides on. */
interface News {
  readonly released: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly capacity: number;
}

/** A job that waits, and whom for: `job-12`, or null when only capacity is lacking. */
export interface WaitingJob {
  readonly candidate: Candidate;
  readonly blocker: string | null;
}

/**
 * Decides who may run: collects the jobs that wait and the slots that became free, and decides on all of them in one
 * append to the dispatcher's stream. One pass at a time; what comes meanwhile is in the next pass.
 */
export class DispatchLoop {
  private readonly pending = new Map<number, Candidate>();
  private readonly released = new Set<number>();
  private waiting: Waiter[] = [];
  private running: Promise<void> | undefined;
  private isHeld = true;
  private hasNews = false;

  constructor(private readonly options: DispatchLoopOptions) {}

  /** Until opened nothing is admitted: first everything that waited before a restart must be known. */
  open(): void {
    this.isHeld = false;
    this.wake();
  }

  /** A job known already keeps its place. */
  enqueue(candidate: Candidate): void {
    const { createdAt } = this.pending.get(candidate.job) ?? candidate;
    this.pending.set(candidate.job, { ...candidate, createdAt });
    this.wake();
  }

  /** Takes a job off the queue that must not start any more. */
  withdraw(job: number): void {
    this.pending.delete(job);
  }

  /** Resolves when the slot is free in the log, rejects when it could not be freed. Jobs that held none are only taken off the queue. */
  release(job: number): Promise<void> {
    this.pending.delete(job);
    this.released.add(job);
    const done = new Promise<void>((resolve, reject) => this.waiting.push({ resolve, reject }));
    this.wake();
    return done;
  }

  /** There may be room, or capacity, that was not there before: somebody else gave it back. */
  lookAgain(): void {
    this.wake();
  }

  /** Jobs that wait for this one as their dependency. */
  waitingFor(job: number): readonly Candidate[] {
    return [...this.pending.values()].filter(({ dependencies }) => dependencies.includes(job));
  }

  /** Jobs that wait now. */
  async waitingJobs(): Promise<readonly WaitingJob[]> {
    if (this.pending.size === 0) return [];
    const state = await this.state();
    return [...this.pending.values()].map((candidate) => ({ candidate, blocker: blockedBy(candidate, state) }));
  }

  /** Slots held now, in the log. */
  async state(): Promise<DispatcherState> {
    const { aggregates } = this.options;
    const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog, 'SlotsCarriedOver');
    return state;
  }

  async stop(): Promise<void> {
    this.isHeld = true;
    await this.running;
  }

  private wake(): void {
    this.hasNews = true;
    if (this.running || this.isHeld) return;
    this.running = this.passes();
  }

  private async passes(): Promise<void> {
    try {
      while (this.hasNews && !this.isHeld) {
        await Promise.resolve(); // lets everything that became known together be decided together
        this.hasNews = false;
        await this.pass();
      }
    } catch (error) {
      this.options.onFailure(error);
      this.dismiss(error);
    } finally {
      this.running = undefined; // at once: news that comes after the last look must start another round
    }
  }

  /** No other pass follows a failed one by itself, so who came meanwhile must hear of it too. */
  private dismiss(error: unknown): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }

  private async pass(): Promise<void> {
    const released = [...this.released];
    const waiting = this.waiting;
    this.released.clear();
    this.waiting = [];
    try {
      await this.decideOn(released);
      for (const { resolve } of waiting) resolve();
    } catch (error) {
      if (!isRetry(error)) {
        for (const { reject } of waiting) reject(error);
        throw error;
      }
      for (const job of released) this.released.add(job);
      this.waiting.push(...waiting);
      this.hasNews = true;
    }
  }

  private async decideOn(released: readonly number[]): Promise<void> {
    const capacity = await this.options.capacity();
    const candidates = [...this.pending.values()];
    const { events } = await this.options.aggregates.handle({
      stream: DISPATCHER_STREAM,
      decider: dispatcher,
      catalog: dispatcherCatalog,
      startsAt: 'SlotsCarriedOver',
      decideWith: (state: DispatcherState) => this.decide(state, { released, candidates, capacity }),
      context: this.context(),
    });
    const claims = events.filter(({ type }) => type === 'SlotClaimed');
    for (const { data } of claims) this.pending.delete((data as { job: number }).job);
    if (claims.length === STARTS_PER_PASS) this.hasNews = true; // there may be room for those that were not looked at
  }

  private decide(state: DispatcherState, { released: jobs, candidates: pending, capacity }: News) {
    const freed = dispatcher.decide({ type: 'ReleaseSlots', jobs }, state);
    const after = freed.reduce(dispatcher.evolve, state);
    const admit = { type: 'AdmitJobs', pending, capacity, limit: STARTS_PER_PASS, attempt: attemptOf } as const;
    return [...freed, ...dispatcher.decide(admit, after)];
  }

  private context(): CommandContext {
    const commandId = this.options.newId();
    return { commandId, causation: commandId, actor: SYSTEM_ACTOR };
  }
}

/** Others who give slots back came first again and again: they come to an end. */
const isRetry = (error: unknown): boolean => error instanceof DomainError && error.kind === 'retry';

/** A job is claimed once, so its first attempt may be named after it. */
const attemptOf = (job: number): string => derivedId('attempt', job);
