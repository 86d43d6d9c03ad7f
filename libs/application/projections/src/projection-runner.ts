import {
  type EventLog,
  type LogBatch,
  type Position,
  type Projection,
  type ReadStore,
  ReadStoreUnavailable,
  rest,
  type Span,
} from '@application/ports';
import { RowPosition } from './row-position.js';

const REBUILD_PAGE = 500;
/** Waits before a store that does not answer is tried again, milliseconds; the last one repeats. */
const RETRY_DELAYS = [50, 200, 500, 1000] as const;

export interface ProjectionRunnerOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly projections: readonly Projection[];
  /** Told when projecting stops for good; the server must not go on serving old rows. */
  readonly onFailure: (error: unknown) => void;
  /** Told while a projection is filled again, per page. */
  readonly onRebuild?: (projection: string, position: Position) => void;
  /** Told whenever rows cannot be written for now; they are tried again. */
  readonly onInterruption?: (error: unknown) => void;
  /** Told how far the rows reach; others may tell it too, where several processes share them. */
  readonly rows?: RowPosition;
}

/**
 * Keeps the read model at the head of the log: new or raised projections are filled first, then all of them follow the log
 * together, one transaction a batch. `reached` lets a request see what was acknowledged before it (read your own writes).
 * Several processes may do so on one store: each batch is applied by one of them.
 */
export class ProjectionRunner {
  /** How far the rows are, as far as this process knows. */
  private position: Position | undefined;
  /** The same by the checkpoints: batches in which nothing happened do not move them. */
  private stored: Position | undefined;
  private readonly stopping = new AbortController();
  private following: Promise<void> = Promise.resolve();
  private readonly rows: RowPosition;

  constructor(private readonly options: ProjectionRunnerOptions) {
    this.rows = options.rows ?? new RowPosition();
  }

  /** Resolves when the read model holds everything the log held when it was called. */
  async start(): Promise<void> {
    const { log, store, projections } = this.options;
    const head = await log.head();
    for (const projection of projections) {
      await store.prepare(projection);
      await this.catchUp(projection, head);
    }
    this.stored = head;
    this.moveTo(head);
    this.following = this.follow().catch((error: unknown) => this.options.onFailure(error));
  }

  /** Resolves true once rows include `position`, false after `milliseconds`. */
  reached(position: Position | undefined, milliseconds: number): Promise<boolean> {
    return this.rows.reached(position, milliseconds);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.following;
  }

  private async catchUp(projection: Projection, head: Position | undefined): Promise<void> {
    const { log, store } = this.options;
    let after = await store.checkpoint(projection);
    while (!this.stopping.signal.aborted && head !== undefined && (after === undefined || after < head)) {
      const page = await log.readAll({ limit: REBUILD_PAGE, ...(after === undefined ? {} : { after }) });
      if (page.position === undefined) return;
      const events = page.events.filter(({ position }) => position <= head);
      const position = page.position > head ? head : page.position;
      after = await this.apply([projection], { after, events, position });
      if (after !== undefined) this.options.onRebuild?.(projection.name, after);
    }
  }

  private async follow(): Promise<void> {
    while (await this.hasFallenBack());
    if (!this.stopping.signal.aborted) throw new Error('the log ended while it was followed');
  }

  /** Follows the log from where the rows are, until they turn out to be older: a server that crashed may have lost the last ones. */
  private async hasFallenBack(): Promise<boolean> {
    const from = this.position === undefined ? {} : { after: this.position };
    for await (const batch of this.options.log.subscribe({ ...from, signal: this.stopping.signal })) {
      await afterThisTurn();
      if (!(await this.take(batch))) return !this.stopping.signal.aborted;
    }
    return false;
  }

  /** @returns false when the rows have not come as far as this batch */
  private async take({ events, position }: LogBatch): Promise<boolean> {
    if (position === undefined || (this.position !== undefined && position <= this.position)) return true;
    if (events.length > 0)
      this.stored = await this.apply(this.options.projections, { after: this.stored, events, position });
    this.moveTo(events.length > 0 ? this.stored : position);
    return this.position !== undefined && this.position >= position;
  }

  /** A store that cannot be had comes back, or the process is ended by those who look after it. */
  private async apply(projections: readonly Projection[], span: Span): Promise<Position | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.options.store.apply(projections, span);
      } catch (error) {
        if (!(error instanceof ReadStoreUnavailable)) throw error;
        this.options.onInterruption?.(error);
        await rest(RETRY_DELAYS[Math.min(attempt, RETRY_DELAYS.length - 1)] ?? 0, this.stopping.signal);
        if (this.stopping.signal.aborted) return span.after;
      }
    }
  }

  private moveTo(position: Position | undefined): void {
    this.position = position;
    if (position !== undefined) this.rows.advance(position);
  }
}

/** Lets the processes react first: what they append is written to disk while the rows are. */
const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
