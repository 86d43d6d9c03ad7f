import type { EventStoreDBClient, RecordedEvent } from '@eventstore/db-client';
import {
  type EventLog,
  isSelected,
  type LogBatch,
  LogDamaged,
  type Position,
  type StoredEvent,
} from '@application/ports';
import { positionOf, type StorePosition } from './positions.js';
import { isStreamMissing, readFailure } from './store-errors.js';
import { isOurs, storedEvent } from './stored-events.js';

const PAGE = 500;

type Direction = 'forwards' | 'backwards';
type From = StorePosition | 'start' | 'end';

const FARTHEST = { forwards: 'start', backwards: 'end' } as const;

/** Reads from the store itself, page by page. */
export class StoreReader {
  constructor(private readonly client: EventStoreDBClient) {}

  async *stream(stream: string, options: Parameters<EventLog['readStream']>[1] = {}): AsyncGenerator<StoredEvent> {
    const { from, direction = 'forwards', limit = Number.MAX_SAFE_INTEGER } = options;
    const start = direction === 'forwards' ? (from ?? 0) : await this.newestUpTo(stream, from);
    if (limit < 1 || start === undefined) return;
    const read = { direction, fromRevision: BigInt(start), maxCount: limit };
    yield* knownStream(this.client.readStream(stream, read));
  }

  /** Forwards after a position. One event more than asked for is looked at: only then is it known whether the end is reached. */
  async after({ after, limit = PAGE, filter }: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    const page = new Page(limit, after);
    await this.walk('forwards', after, (event) => {
      const stored = storedEvent(event);
      return after !== undefined && stored.position <= after ? true : page.take(stored, isSelected(stored, filter));
    });
    return page.batch;
  }

  /** Backwards before a position, or from the end. */
  async before({ before, limit = PAGE, filter }: Parameters<EventLog['readBack']>[0] = {}): Promise<LogBatch> {
    const page = new Page(limit, before);
    await this.walk('backwards', before, (event) => {
      const stored = storedEvent(event);
      return before !== undefined && stored.position >= before ? true : page.take(stored, isSelected(stored, filter));
    });
    return page.batch;
  }

  async head(): Promise<Position | undefined> {
    let head: Position | undefined;
    await this.walk('backwards', undefined, (event) => {
      head = storedEvent(event).position;
      return false;
    });
    return head;
  }

  /** A read that starts behind the end of a stream finds nothing, backwards too. */
  private async newestUpTo(stream: string, from: number | undefined): Promise<number | undefined> {
    try {
      const [newest] = await collected(
        this.client.readStream(stream, { direction: 'backwards', fromRevision: 'end', maxCount: 1 }),
      );
      return newest && Math.min(Number(newest.revision), from ?? Infinity);
    } catch (error) {
      if (isStreamMissing(error)) return undefined;
      throw readFailure(error);
    }
  }

  /** Hands over our events until `take` has had enough or none is left. Pages begin with the event they start at. */
  private async walk(
    direction: Direction,
    start: Position | undefined,
    take: (event: RecordedEvent) => boolean,
  ): Promise<void> {
    let from: From = start === undefined ? FARTHEST[direction] : positionOf(start);
    let seen: bigint | undefined;
    for (;;) {
      const events = await this.page(direction, from);
      const news = events.filter((event) => isOurs(event) && event.position?.commit !== seen);
      if (!news.every(take)) return;
      const last = events.at(-1)?.position;
      if (events.length < PAGE || last === undefined) return;
      from = last;
      seen = last.commit;
    }
  }

  private async page(direction: Direction, fromPosition: From): Promise<readonly RecordedEvent[]> {
    try {
      return await collected(this.client.readAll({ direction, fromPosition, maxCount: PAGE }));
    } catch (error) {
      throw readFailure(error);
    }
  }
}

/** Nothing of a stream that is not there. */
async function* knownStream(events: AsyncIterable<{ readonly event?: RecordedEvent }>): AsyncGenerator<StoredEvent> {
  try {
    for await (const { event } of events) if (event) yield storedEvent(event);
  } catch (error) {
    if (error instanceof LogDamaged) throw error;
    if (!isStreamMissing(error)) throw readFailure(error);
  }
}

const collected = async (events: AsyncIterable<{ readonly event?: RecordedEvent }>): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for await (const { event } of events) if (event) all.push(event);
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
