import {
  delayAfter,
  type EventLog,
  isOutage,
  type Position,
  type ReadStore,
  rest,
  type StoredEvent,
} from '@application/ports';
import { ParkedEvents } from './parked-events.js';
import type { ProcessManager } from './process-manager.js';

const CHECKPOINT_EVERY_MS = 250;
const MOST_IN_FLIGHT = 2000;

export interface ProcessRunnerOptions {
  readonly log: EventLog;
  /** Keeps the checkpoint. */
  readonly store: ReadStore;
  /** The checkpoint is kept under this name. */
  readonly name: string;
  readonly managers: readonly ProcessManager[];
  /** Told of each failed attempt; `final` when the event is parked. */
  readonly onTrouble: (trouble: {
    manager: string;
    event: StoredEvent;
    attempt: number;
    final: boolean;
    error: unknown;
  }) => void;
  /** Waits between attempts, milliseconds; after the last one the event is parked, unless it is a store that does not answer. */
  readonly retryDelays?: readonly number[];
  /** How often the checkpoint is moved, milliseconds: what was done since then is done again after a crash. */
  readonly checkpointEvery?: number;
  /** Begins here and keeps no checkpoint: for what is rebuilt from elsewhere at every start. */
  readonly startAt?: { readonly after: Position | undefined };
  /** Told at every named point where a crash must do no harm: `before:<manager>` and `after:<manager>`. */
  readonly reached?: (point: string) => void;
}

/**
 * Feeds process managers from the log: dispatch first, then move the checkpoint, so that a crash repeats but never drops.
 * Per key in log order, across keys side by side. An event that keeps failing is parked with its error and the rest goes on;
 * it is tried once more at the next start, and when the log tells that somebody wants that.
 */
export class ProcessRunner {
  private readonly byType = new Map<string, ProcessManager[]>();
  private readonly chains = new Map<string, Promise<void>>();
  /** Positions under way in log order, with how many managers still work on each and the position before it. */
  private readonly inFlight = new Map<Position, { left: number; readonly before: Position | undefined }>();
  private readonly stopping = new AbortController();
  private lastSeen: Position | undefined;
  private saved: Position | undefined;
  private timer: NodeJS.Timeout | undefined;
  private following: Promise<void> = Promise.resolve();
  private room: (() => void) | undefined;
  private onFailure: (error: unknown) => void = () => undefined;

  private readonly parked: ParkedEvents;

  constructor(private readonly options: ProcessRunnerOptions) {
    this.parked = new ParkedEvents(options.log, options.store);
    for (const manager of [...options.managers, this.replays()]) {
      for (const type of manager.reactsTo) this.byType.set(type, [...(this.byType.get(type) ?? []), manager]);
    }
  }

  /** @param onFailure told when an event could be neither handled nor put aside, or the log not be followed */
  async start(onFailure: (error: unknown) => void): Promise<void> {
    this.onFailure = onFailure;
    await this.retryParked();
    const after = await this.beginning();
    this.saved = this.lastSeen = after;
    this.following = this.follow(after).catch(onFailure);
    if (this.options.startAt) return;
    this.timer = setInterval(
      () => void this.saveCheckpoint().catch(onFailure),
      this.options.checkpointEvery ?? CHECKPOINT_EVERY_MS,
    );
    this.timer.unref();
  }

  /** Stops taking events, waits for those under way, saves the checkpoint. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    this.room?.();
    await this.following;
    await Promise.all(this.chains.values());
    await this.saveCheckpoint();
  }

  private async beginning(): Promise<Position | undefined> {
    const { startAt, store, name } = this.options;
    return startAt ? startAt.after : ((await store.note(name)) as Position | undefined);
  }

  private async follow(after: Position | undefined): Promise<void> {
    const from = after === undefined ? {} : { after };
    for await (const batch of this.options.log.subscribe({ ...from, signal: this.stopping.signal })) {
      for (const event of batch.events) {
        this.dispatch(event);
        this.lastSeen = event.position;
      }
      if (batch.position !== undefined) this.lastSeen = batch.position;
      if (this.inFlight.size > MOST_IN_FLIGHT) await new Promise<void>((resolve) => (this.room = resolve));
    }
  }

  private dispatch(event: StoredEvent): void {
    const managers = this.byType.get(event.type);
    if (!managers) return;
    this.inFlight.set(event.position, { left: managers.length, before: this.lastSeen });
    for (const manager of managers) {
      const work = (): Promise<void> => this.attempt(manager, event).then(() => this.finished(event.position));
      void this.inTurn(manager, event, work);
    }
  }

  /** @param work must not reject */
  private inTurn(manager: ProcessManager, event: StoredEvent, work: () => Promise<void>): Promise<void> {
    const key = `${manager.name} ${manager.key ? manager.key(event) : event.stream}`;
    const link: Promise<void> = (this.chains.get(key)?.then(work) ?? work()).then(() => {
      if (this.chains.get(key) === link) this.chains.delete(key);
    });
    this.chains.set(key, link);
    return link;
  }

  private async attempt(manager: ProcessManager, event: StoredEvent): Promise<void> {
    for (let attempt = 1; ;) {
      if (this.stopping.signal.aborted) return this.keepForRestart(event.position);
      try {
        this.options.reached?.(`before:${manager.name}`);
        await manager.handle(event);
        this.options.reached?.(`after:${manager.name}`);
        return;
      } catch (error) {
        if (this.stopping.signal.aborted) continue;
        const delay = delayAfter(error, attempt, this.options.retryDelays);
        this.options.onTrouble({ manager: manager.name, event, attempt, final: delay === undefined, error });
        if (delay === undefined) return this.putAside(manager, event, error);
        attempt += Number(!isOutage(error));
        await rest(delay, this.stopping.signal);
      }
    }
  }

  private async putAside(manager: ProcessManager, event: StoredEvent, error: unknown): Promise<void> {
    try {
      await this.parked.park(manager, event, error);
    } catch (cause) {
      this.keepForRestart(event.position);
      this.onFailure(cause);
    }
  }

  /** The checkpoint must stay before an event that was not handled. */
  private keepForRestart(position: Position): void {
    const entry = this.inFlight.get(position);
    if (entry) entry.left = Number.POSITIVE_INFINITY;
  }

  /** Somebody has mended what hindered events. */
  private replays(): ProcessManager {
    const handle = async (): Promise<void> => {
      try {
        await this.retryParked();
      } catch (error) {
        if (isOutage(error)) throw error;
        this.onFailure(error);
      }
    };
    return { name: 'replays', reactsTo: ['ParkedEventsReplayed'], handle };
  }

  /** What hindered an event may be gone with the process it hindered. */
  private async retryParked(): Promise<void> {
    const retried: Promise<void>[] = [];
    for await (const [manager, event] of this.parked.of(this.options.managers))
      retried.push(this.inTurn(manager, event, () => this.retry(manager, event)));
    await Promise.all(retried);
  }

  private async retry(manager: ProcessManager, event: StoredEvent): Promise<void> {
    if (this.stopping.signal.aborted) return;
    try {
      await manager.handle(event);
      await this.parked.forget(manager, event);
    } catch (error) {
      this.options.onTrouble({ manager: manager.name, event, attempt: 1, final: !isOutage(error), error });
    }
  }

  private finished(position: Position): void {
    const entry = this.inFlight.get(position);
    if (entry && --entry.left <= 0) this.inFlight.delete(position);
    if (this.room && this.inFlight.size <= MOST_IN_FLIGHT / 2) {
      this.room();
      this.room = undefined;
    }
  }

  /** All events before the first one under way are done. What cannot be noted now is noted the next time. */
  private async saveCheckpoint(): Promise<void> {
    const [done, before] = [this.doneUpTo(), this.saved];
    if (done === undefined || done === before || this.options.startAt) return;
    this.saved = done;
    try {
      await this.options.store.setNote(this.options.name, done);
    } catch (error) {
      if (!isOutage(error)) throw error;
      this.saved = before;
    }
  }

  private doneUpTo(): Position | undefined {
    for (const first of this.inFlight.values()) return first.before;
    return this.lastSeen;
  }
}
