import type { EventStoreDBClient, RecordedEvent } from '@eventstore/db-client';
import {
  type EventLog,
  isSelected,
  type LogBatch,
  LogDamaged,
  type LogFilter,
  type Position,
  type StoredEvent,
} from '@application/ports';
import { OF_LEADER } from './connecting.js';
import { positionOf, type StorePosition } from './positions.js';
import { eventsOf, restOrThrow, withPatience } from './reading.js';
import { isStreamMissing, readFailure } from './store-errors.js';
import { isOurs, storedEvent } from './stored-events.js';

const PAGE = 500;

type Direction = 'forwards' | 'backwards';
type From = StorePosition | 'start' | 'end';

/** Where the walk over the whole log begins, and how many events are asked for at once. */
interface Walk {
  readonly direction: Direction;
  readonly start: Position | undefined;
  readonly size: number;
}

/** Enough to find one of ours behind a few of the store's own. */
const FEW = 10;

/** A page with the event it starts at and the one behind it is one read; with a filter nobody knows how far to look. */
const sizeFor = (limit: number, filter: LogFilter | undefined): number =>
  Math.min((filter ? Math.max(limit, PAGE) : limit) + 2, 2 * PAGE);

const FARTHEST = { forwards: 'start', backwards: 'end' } as const;

/** Reads from the store itself, page by page. */
export class StoreReader {
  constructor(private readonly client: EventStoreDBClient) {}

  async *stream(stream: string, options: Parameters<EventLog['readStream']>[1] = {}): AsyncGenerator<StoredEvent> {
    const { from, direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    const start = direction === 'forwards' ? (from ?? 0) : await this.newestUpTo(stream, from);
    if (limit < 1 || start === undefined) return;
    yield* this.streamOn(stream, { direction, from: start, limit });
  }

  /** Nothing of a stream that is not there. What breaks off is gone on with behind the last event. */
  private async *streamOn(
    stream: string,
    { direction, from, limit }: { readonly direction: Direction; readonly from: number; readonly limit: number },
  ): AsyncGenerator<StoredEvent> {
    const step = direction === 'forwards' ? 1 : -1;
    let seen = 0;
    for (let attempt = 0; seen < limit && from + step * seen >= 0; attempt += 1) {
      const fromRevision = BigInt(from + step * seen);
      try {
        const read = this.client.readStream(stream, { ...OF_LEADER, direction, fromRevision, maxCount: limit - seen });
        for await (const event of eventsOf(read)) {
          seen += 1;
          attempt = -1;
          yield storedEvent(event);
        }
        return;
      } catch (error) {
        if (isStreamMissing(error)) return;
        await restOrThrow(error, attempt).catch(fail);
      }
    }
  }

  /** Forwards after a position. One event more than asked for is looked at: only then is it known whether the end is reached. */
  async after({ after, limit = PAGE, filter }: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    const page = new Page(limit, after);
    await this.walk({ direction: 'forwards', start: after, size: sizeFor(limit, filter) }, (event) => {
      const stored = storedEvent(event);
      return after !== undefined && stored.position <= after ? true : page.take(stored, isSelected(stored, filter));
    });
    return page.batch;
  }

  /** Backwards before a position, or from the end. */
  async before({ before, limit = PAGE, filter }: Parameters<EventLog['readBack']>[0] = {}): Promise<LogBatch> {
    const page = new Page(limit, before);
    await this.walk({ direction: 'backwards', start: before, size: sizeFor(limit, filter) }, (event) => {
      const stored = storedEvent(event);
      return before !== undefined && stored.position >= before ? true : page.take(stored, isSelected(stored, filter));
    });
    return page.batch;
  }

  async head(): Promise<Position | undefined> {
    let head: Position | undefined;
    await this.walk({ direction: 'backwards', start: undefined, size: FEW }, (event) => {
      head = storedEvent(event).position;
      return false;
    });
    return head;
  }

  /** A read that starts behind the end of a stream finds nothing, backwards too. */
  private async newestUpTo(stream: string, from: number | undefined): Promise<number | undefined> {
    const ask = { ...OF_LEADER, direction: 'backwards', fromRevision: 'end', maxCount: 1 } as const;
    try {
      const [newest] = await withPatience(() => collected(this.client.readStream(stream, ask)));
      return newest && Math.min(Number(newest.revision), from ?? Infinity);
    } catch (error) {
      if (isStreamMissing(error)) return undefined;
      throw readFailure(error);
    }
  }

  /** Hands over our events until `take` has had enough or none is left. Pages begin with the event they start at. */
  private async walk({ direction, start, size }: Walk, take: (event: RecordedEvent) => boolean): Promise<void> {
    let from: From = start === undefined ? FARTHEST[direction] : positionOf(start);
    let seen: bigint | undefined;
    for (;;) {
      const events = await this.page(direction, from, size);
      const news = events.filter((event) => isOurs(event) && event.position?.commit !== seen);
      if (!news.every(take)) return;
      const last = events.at(-1)?.position;
      if (events.length < size || last === undefined) return;
      from = last;
      seen = last.commit;
    }
  }

  private async page(direction: Direction, fromPosition: From, maxCount: number): Promise<readonly RecordedEvent[]> {
    try {
      const ask = { ...OF_LEADER, direction, fromPosition, maxCount };
      return await withPatience(() => collected(this.client.readAll(ask)));
    } catch (error) {
      throw readFailure(error);
    }
  }
}

const fail = (error: unknown): never => {
  throw error instanceof LogDamaged ? error : readFailure(error);
};

const collected = async (read: Parameters<typeof eventsOf>[0]): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for await (const event of eventsOf(read)) all.push(event);
  return all;
};

/** Gathers what is selected, and how far was looked. */
class Page {
  private readonly events: StoredEvent[] = [];
  private isFull = false;

  constructor(
    private readonly limit: number,
    private position: Position | undefined,
  ) {}

  /** False when there is more than the page holds. */
  take(event: StoredEvent, isWanted: boolean): boolean {
    this.isFull = this.events.length >= this.limit;
    if (this.isFull) return false;
    this.position = event.position;
    if (isWanted) this.events.push(event);
    return true;
  }

  get batch(): LogBatch {
    return { events: this.events, position: this.position, caughtUp: !this.isFull };
  }
}
