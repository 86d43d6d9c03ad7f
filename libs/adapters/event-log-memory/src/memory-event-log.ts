import {
  type Appended,
  Arrivals,
  type EventLog,
  type ExpectedRevision,
  followLog,
  isSelected,
  type LogBatch,
  LogDamaged,
  LogUnavailable,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from '@application/ports';

const PAGE = 500;

/** Positions count from 1; 16 digits hold every integer JavaScript can count to. */
const positionAt = (place: number): Position => String(place).padStart(16, '0') as Position;

/** The log for tests and throw-away runs: nothing outlives the process. Same promises as every other log but durability. */
export class MemoryEventLog implements EventLog {
  private readonly all: StoredEvent[] = [];
  private readonly streams = new Map<string, StoredEvent[]>();
  private readonly arrivals = new Arrivals(undefined);

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    if (this.arrivals.isClosed) throw new LogUnavailable('the log is closed', false);
    if (events.length === 0) throw new RangeError('an append needs an event');
    const stored = this.streams.get(stream) ?? [];
    const next = expected === 'no-stream' ? 0 : expected + 1;
    if (stored.length !== next) return repeated(stream, expected, events, stored);
    for (const [index, event] of events.entries()) {
      const placed = { ...event, stream, revision: next + index, position: positionAt(this.all.length + 1) };
      this.all.push(placed);
      stored.push(placed);
    }
    this.streams.set(stream, stored);
    const position = positionAt(this.all.length);
    this.arrivals.announce(position);
    return { revision: stored.length - 1, position, duplicate: false };
  }

  async *readStream(
    stream: string,
    { from, direction = 'forwards', limit = Infinity }: Parameters<EventLog['readStream']>[1] = {},
  ): AsyncGenerator<StoredEvent> {
    const events = this.streams.get(stream) ?? [];
    const asked =
      direction === 'forwards' ? events.slice(from ?? 0) : events.slice(0, (from ?? events.length) + 1).reverse();
    yield* asked.slice(0, limit);
  }

  async readAll({ after, limit = PAGE, filter }: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    const events: StoredEvent[] = [];
    const start = Number(after ?? 0);
    let place = start;
    if (place > this.all.length) throw new LogDamaged(positionAt(place), `the log ends at ${this.all.length}`);
    for (; place < this.all.length && events.length < limit; place += 1) {
      const event = this.all[place];
      if (event && isSelected(event, filter)) events.push(event);
    }
    const position = place > start ? positionAt(place) : after;
    return { events, position, caughtUp: place >= this.all.length };
  }

  async readBack({ before, limit = PAGE, filter }: Parameters<EventLog['readBack']>[0] = {}): Promise<LogBatch> {
    const events: StoredEvent[] = [];
    let place = Math.min(Number(before ?? Infinity), this.all.length + 1);
    for (; place > 1 && events.length < limit; place -= 1) {
      const event = this.all[place - 2];
      if (event && isSelected(event, filter)) events.push(event);
    }
    return { events, position: this.all.length === 0 ? before : positionAt(place), caughtUp: place === 1 };
  }

  subscribe(options: Parameters<EventLog['subscribe']>[0]): AsyncIterable<LogBatch> {
    return followLog(this, this.arrivals, options);
  }

  async head(): Promise<Position | undefined> {
    return this.arrivals.head;
  }

  async close(): Promise<void> {
    this.arrivals.close();
  }
}

/** An append that comes too late is either the one that is there already, or another writer's loss. */
const repeated = (
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
  stored: readonly StoredEvent[],
): Appended => {
  const first = expected === 'no-stream' ? 0 : expected + 1;
  const there = stored.slice(first, first + events.length);
  const last = there.at(-1);
  if (!last || there.length !== events.length || there.some((event, index) => event.id !== events[index]?.id)) {
    throw new WrongExpectedRevision(stream, expected, stored.length === 0 ? 'no-stream' : stored.length - 1);
  }
  return { revision: last.revision, position: last.position, duplicate: true };
};
