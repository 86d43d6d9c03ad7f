import type { EventLog, LogBatch, Position, Projection, ReadStore } from '@application/ports';
import { RowPosition } from './row-position.js';

const REBUILD_PAGE = 500;

export interface ProjectionRunnerOptions {
  readonly log: EventLog;
  readonly store: ReadStore;
  readonly projections: readonly Projection[];
  /** Told when projecting stops for good; the server must not go on serving old rows. */
  readonly onFailure: (error: unknown) => void;
  /** Told while a projection is filled again, per page. */
  readonly onRebuild?: (projection: string, position: Position) => void;
  /** Told how far the rows reach; others may tell it too, where several processes share them. */
  readonly rows?: RowPosition;
}

/**
 * Keeps the read model at the head of the log: new or raised projections are filled first, then all of them follow the log
 * together, one transaction a batch. `reached` lets a request see what was acknowledged before it (read your own writes).
 */
export class ProjectionRunner {
  private position: Position | undefined;
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
    while (head !== undefined && (after === undefined || after < head)) {
      const page = await log.readAll({ limit: REBUILD_PAGE, ...(after === undefined ? {} : { after }) });
      if (page.position === undefined) return;
      const events = page.events.filter(({ position }) => position <= head);
      after = page.position > head ? head : page.position;
      await store.apply([projection], events, after);
      this.options.onRebuild?.(projection.name, after);
    }
  }

  private async follow(): Promise<void> {
    const from = this.position === undefined ? {} : { after: this.position };
    for await (const batch of this.options.log.subscribe({ ...from, signal: this.stopping.signal })) {
      await afterThisTurn();
      await this.apply(batch);
    }
    if (!this.stopping.signal.aborted) throw new Error('the log ended while it was followed');
  }

  private async apply(batch: LogBatch): Promise<void> {
    const { position } = batch;
    if (position === undefined) return;
    if (batch.events.length > 0) await this.options.store.apply(this.options.projections, batch.events, position);
    this.moveTo(position);
  }

  private moveTo(position: Position | undefined): void {
    this.position = position;
    if (position !== undefined) this.rows.advance(position);
  }
}

/** Lets the processes react first: what they append is written to disk while the rows are. */
const afterThisTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
