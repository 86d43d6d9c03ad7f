import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import {
  Arrivals,
  isSelected,
  type LogBatch,
  type LogFilter,
  type Position,
  rest,
  type StoredEvent,
} from '@application/ports';
import { OF_LEADER } from './connecting.js';
import { positionOf } from './positions.js';
import { storedEvent } from './stored-events.js';

/** Events that are kept for followers who are a little behind. */
const KEPT = 4_096;
/** Waits before a broken subscription is opened again, in ms; the last one repeats. */
const BACK_OFF = [0, 50, 250, 1_000, 5_000] as const;

/** Streams of the store itself are left out on its side. */
const OURS = '^[^$]';
/** Where only foreign events come in, the store tells now and then how far it has looked. */
const CHECKPOINTS = { checkpointInterval: 1, maxSearchWindow: 256 };

/**
 * One catch-up subscription for the whole process: what it brings is kept for a while and announced, and every follower of
 * the log reads from here. It is opened again after every error, behind the last event it brought, so that nothing is
 * missed; what comes twice is dropped by its position.
 */
export class LiveFeed {
  readonly arrivals: Arrivals;
  private recent: StoredEvent[] = [];
  /** Those who wait for an event, by its place. */
  private readonly awaited = new Map<Position, Set<(event?: StoredEvent) => void>>();
  private start: Position | undefined;
  private subscription: AllStreamSubscription | undefined;
  private readonly waking = new AbortController();
  private isTelling = false;
  /** When the subscription was opened or brought something, by the clock of `performance`. */
  private heardAt = 0;
  private readonly running: Promise<void>;

  /**
   * @param head from here on everything is kept
   * @param onTrouble told why the subscription broke, or what it brought that cannot be read; it is opened again
   */
  constructor(
    private readonly client: EventStoreDBClient,
    head: Position | undefined,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.arrivals = new Arrivals(head);
    this.start = head;
    this.running = this.run();
  }

  /** What came after a position; undefined when that is longer ago than the feed remembers. */
  after(position: Position | undefined, filter: LogFilter | undefined, limit: number): LogBatch | undefined {
    if ((position ?? '') < (this.start ?? '')) return undefined;
    const from = firstAfter(this.recent, position);
    const looked = this.recent.slice(from, from + limit);
    const events = looked.filter((event) => isSelected(event, filter));
    return { events, position: looked.at(-1)?.position ?? position, caughtUp: from + limit >= this.recent.length };
  }

  /**
   * The event as the store has it, once it has come; undefined when it is not there in time, or no longer. A subscription that
   * brings nothing all that time, though there is something to bring, is left for another.
   */
  async shown(position: Position, milliseconds: number): Promise<StoredEvent | undefined> {
    if ((this.recent.at(-1)?.position ?? this.start ?? '') >= position || this.arrivals.isClosed)
      return this.kept(position);
    return new Promise((resolve) => {
      const show = (event?: StoredEvent): void => {
        clearTimeout(timer);
        waiting.delete(show);
        if (waiting.size === 0) this.awaited.delete(position);
        resolve(event);
      };
      const late = (): void => {
        if (performance.now() - this.heardAt >= milliseconds) this.subscription?.destroy(new Error('it fell silent'));
        show();
      };
      const timer = setTimeout(late, milliseconds);
      const waiting = this.awaited.get(position) ?? new Set();
      this.awaited.set(position, waiting.add(show));
    });
  }

  async close(): Promise<void> {
    this.arrivals.close();
    for (const waiting of this.awaited.values()) for (const show of waiting) show();
    this.waking.abort();
    this.subscription?.destroy();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.arrivals.isClosed) {
      const before = this.arrivals.head;
      await this.follow();
      failures = this.arrivals.head === before ? failures + 1 : 0;
      await rest(BACK_OFF[Math.min(failures, BACK_OFF.length - 1)] ?? 0, this.waking.signal);
    }
  }

  /** Until the subscription breaks, or is ended: the next one goes on where it stopped. */
  private async follow(): Promise<void> {
    const { head } = this.arrivals;
    const subscription = this.client.subscribeToAll({
      ...OF_LEADER,
      fromPosition: head === undefined ? 'start' : positionOf(head),
      filter: { filterOn: 'streamName', regex: OURS, ...CHECKPOINTS, checkpointReached: () => undefined },
    });
    this.subscription = subscription;
    this.heardAt = performance.now();
    try {
      for await (const { event } of subscription) {
        this.heardAt = performance.now();
        if (event) this.keep(storedEvent(event));
      }
    } catch (error) {
      if (!this.arrivals.isClosed) this.onTrouble(error);
    } finally {
      subscription.unsubscribe().catch(() => undefined); // nobody waits: it may never have been opened
    }
  }

  private kept(position: Position): StoredEvent | undefined {
    const event = this.recent[firstAfter(this.recent, position) - 1];
    return event?.position === position ? event : undefined;
  }

  private keep(event: StoredEvent): void {
    if (event.position <= (this.recent.at(-1)?.position ?? this.start ?? '')) return;
    this.recent.push(event);
    for (const show of this.awaited.get(event.position) ?? []) show(event);
    if (this.recent.length > 2 * KEPT) {
      this.start = this.recent[KEPT - 1]?.position;
      this.recent = this.recent.slice(KEPT);
    }
    this.isTelling ||= this.tellSoon();
  }

  /** Once for all events that came in together. */
  private tellSoon(): boolean {
    setImmediate(() => {
      this.isTelling = false;
      const newest = this.recent.at(-1)?.position;
      if (newest !== undefined) this.arrivals.announce(newest);
    });
    return true;
  }
}

/** Index of the first event after a position, by halves. */
const firstAfter = (events: readonly StoredEvent[], position: Position | undefined): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? '') > (position ?? '')) high = middle;
    else low = middle + 1;
  }
  return low;
};
