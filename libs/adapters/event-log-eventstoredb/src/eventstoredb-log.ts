import type { EventStoreDBClient } from '@eventstore/db-client';
import {
  type Appended,
  type EventLog,
  type ExpectedRevision,
  followLog,
  type LogBatch,
  LogDamaged,
  LogUnavailable,
  type NewEvent,
  type Position,
  rest,
  type StoredEvent,
} from '@application/ports';
import { clientOf, disposed, OF_LEADER, placeOf } from './connecting.js';
import { LiveFeed } from './live-feed.js';
import { positionText } from './positions.js';
import { appendFailure, openFailure } from './store-errors.js';
import { StoreReader } from './store-reader.js';
import { proposedEvent } from './stored-events.js';

const PAGE = 500;

/** Between two tries to read on while the store does not answer. */
const OUTAGE_MS = 1_000;

/** What was written comes back by the subscription within milliseconds; after so long the store is asked instead. */
const FEED_MS = 2_000;

/** The client waits for ever for the answer to an append, and the store for ten seconds for it to be done. */
const ANSWER_MS = 15_000;

/**
 * A client that meets an error goes on with a new connection, and with a second stream of appends beside the one that is open. The
 * end of either then takes the answers of both away, and an answer without a question ends the process. So appends have a client
 * of their own, which nothing but appends can make change its connection.
 */
interface Clients {
  readonly reading: EventStoreDBClient;
  readonly writing: EventStoreDBClient;
}

export interface EventStoreDbLogOptions {
  /** An append that is not answered after so many milliseconds has an unknown outcome. */
  readonly answerWithin?: number;
  /** Told why followers had to be connected again, or cannot be told of an event. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * The log in EventStoreDB (server 22.6 or later). Appends name a concrete revision and bring their own ids, so the store
 * recognises every repeat; whether one was a repeat is seen from where the store put it.
 */
export class EventStoreDbLog implements EventLog {
  private readonly reader: StoreReader;
  private readonly underWay = new Map<string, Promise<Appended>>();
  private readonly closing = new AbortController();
  /** The furthest position that this process has written or seen. */
  private furthest: Position | undefined;
  private isOpen = false;
  private opening: Promise<void> | undefined;

  private constructor(
    private readonly clients: Clients,
    private readonly feed: LiveFeed,
    private readonly answerWithin: number,
  ) {
    this.reader = new StoreReader(clients.reading);
    this.furthest = feed.arrivals.head;
  }

  /**
   * Only one of a process may append: see `clientOf`.
   * @param connection `esdb://user:password@host:2113?tls=true`, `esdb+discover://…`
   * @throws LogUnavailable when the store does not answer
   * @throws LogRefused when it never will, so asked
   */
  static async open(connection: string, options: EventStoreDbLogOptions = {}): Promise<EventStoreDbLog> {
    const { answerWithin = ANSWER_MS, onTrouble = () => undefined } = options;
    const [reading, writing] = [await clientOf(connection), await clientOf(connection)];
    try {
      const head = await new StoreReader(reading).head();
      return new EventStoreDbLog({ reading, writing }, new LiveFeed(reading, head, onTrouble), answerWithin);
    } catch (error) {
      await disposed(reading, writing);
      throw openFailure(error, placeOf(connection));
    }
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    if (this.closing.signal.aborted) throw new LogUnavailable('the log is closed', false);
    const [first] = events;
    if (!first) throw new RangeError('an append needs an event');
    const key = `${stream} ${first.id} ${events.length}`;
    const same = this.underWay.get(key);
    if (same) return { ...(await same), duplicate: true };
    const written = this.write(stream, expected, events).finally(() => this.underWay.delete(key));
    this.underWay.set(key, written);
    return written;
  }

  async *readStream(stream: string, options: Parameters<EventLog['readStream']>[1] = {}): AsyncGenerator<StoredEvent> {
    yield* this.reader.stream(stream, options);
  }

  async readAll(options: Parameters<EventLog['readAll']>[0] = {}): Promise<LogBatch> {
    if (options.after !== undefined && options.after > (this.known ?? '')) await this.mustReach(options.after);
    return this.reader.after(options);
  }

  readBack(options: Parameters<EventLog['readBack']>[0] = {}): Promise<LogBatch> {
    return this.reader.before(options);
  }

  subscribe(options: Parameters<EventLog['subscribe']>[0]): AsyncIterable<LogBatch> {
    const readAll: EventLog['readAll'] = async (page = {}) =>
      this.feed.after(page.after, page.filter, page.limit ?? PAGE) ?? this.readPersistently(page, options.signal);
    return followLog({ readAll }, this.feed.arrivals, options);
  }

  async head(): Promise<Position | undefined> {
    const stored = await this.reader.head();
    return latest(stored, this.known);
  }

  async close(): Promise<void> {
    if (this.closing.signal.aborted) return;
    await Promise.allSettled(this.underWay.values());
    this.closing.abort();
    await this.feed.close();
    await disposed(this.clients.reading, this.clients.writing);
  }

  /** Followers outlive a store that goes and comes back. */
  private async readPersistently(
    page: NonNullable<Parameters<EventLog['readAll']>[0]>,
    signal: AbortSignal,
  ): Promise<LogBatch> {
    const end = AbortSignal.any([signal, this.closing.signal]);
    while (!end.aborted) {
      try {
        return await this.readAll(page);
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        await rest(OUTAGE_MS, end);
      }
    }
    return { events: [], position: page.after, caughtUp: true };
  }

  private get known(): Position | undefined {
    return latest(this.furthest, this.feed.arrivals.head);
  }

  private async write(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const { known } = this;
    const answer = await this.send(stream, expected, events);
    const revision = (expected === 'no-stream' ? -1 : expected) + events.length;
    const position = answer ?? (await this.written(stream, revision)).position;
    this.furthest = latest(this.furthest, position);
    const isOld = known !== undefined && position <= known;
    if (isOld) return { revision, position, duplicate: true };
    // Not shown while the subscription is down: an append must not wait for that.
    const stored = (await this.feed.shown(position, FEED_MS)) ?? (await this.written(stream, revision));
    // Another process made the same decision just before: then the store has its event, which tells another time.
    return { revision, position, duplicate: stored.meta.hash !== events.at(-1)?.meta.hash };
  }

  private async send(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Position | undefined> {
    const options = {
      ...OF_LEADER,
      expectedRevision: expected === 'no-stream' ? 'no_stream' : BigInt(expected),
    } as const;
    const send = () => this.clients.writing.appendToStream(stream, events.map(proposedEvent), options);
    try {
      const { position } = await this.inOrder(() => this.answered(send()));
      return position && positionText(position);
    } catch (error) {
      const failure = appendFailure(error, stream, expected);
      this.isOpen &&= !(failure instanceof LogUnavailable);
      throw failure;
    }
  }

  private async answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      const silent = `EventStoreDB: no answer for ${this.answerWithin / 1000} seconds`;
      timer = setTimeout(() => reject(new LogUnavailable(silent, true)), this.answerWithin);
    });
    return Promise.race([answer, silence]).finally(() => clearTimeout(timer));
  }

  /** The client mixes up the order of what is handed in while it opens its call, so the first append goes alone. */
  private async inOrder<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    while (this.opening) await this.opening;
    if (this.isOpen) return send();
    const sent = send();
    this.opening = sent
      .then(
        () => void (this.isOpen = true),
        () => undefined,
      )
      .finally(() => (this.opening = undefined));
    return sent;
  }

  /** What was acknowledged, as the store has it. @throws LogUnavailable */
  private async written(stream: string, revision: number): Promise<StoredEvent> {
    const unread = `${stream}@${revision} was acknowledged and cannot be read`;
    try {
      for await (const event of this.reader.stream(stream, { from: revision, limit: 1 })) return event;
    } catch (cause) {
      throw new LogUnavailable(unread, true, { cause });
    }
    throw new LogUnavailable(unread, true);
  }

  private async mustReach(position: Position): Promise<void> {
    const head = await this.head();
    if (position > (head ?? '')) throw new LogDamaged(position, `the log ends at ${head ?? 'its start'}`);
  }
}

const latest = (one: Position | undefined, other: Position | undefined): Position | undefined =>
  (one ?? '') > (other ?? '') ? one : other;
