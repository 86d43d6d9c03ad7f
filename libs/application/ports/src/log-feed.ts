import type { EventLog, LogBatch, LogFilter, Position, StoredEvent } from './event-log.js';

/** Does the filter let this event through? Both of its parts must, where present. */
export const isSelected = (event: Pick<StoredEvent, 'stream' | 'type'>, filter: LogFilter | undefined): boolean =>
  (filter?.streamPrefixes?.some((prefix) => event.stream.startsWith(prefix)) ?? true) &&
  (filter?.eventTypes?.includes(event.type) ?? true);

/** How far a log has grown, and who waits for more. Every adapter tells its followers through one of these. */
export class Arrivals {
  private waiting: (() => void)[] = [];
  private ended = false;

  constructor(private newest: Position | undefined) {}

  get head(): Position | undefined {
    return this.newest;
  }

  get isClosed(): boolean {
    return this.ended;
  }

  /** The log now reaches to this position. */
  announce(position: Position): void {
    this.newest = position;
    this.wake();
  }

  /** Followers end. */
  close(): void {
    this.ended = true;
    this.wake();
  }

  /** Resolves when the log reaches beyond the position, is closed, or the signal aborts. */
  async beyond(position: Position | undefined, signal: AbortSignal): Promise<void> {
    if (this.ended || signal.aborted || (this.newest ?? '') > (position ?? '')) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.waiting.push(done);
    });
  }

  private wake(): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }
}

/**
 * `EventLog.subscribe` on top of `readAll`: pages until it has caught up, then one batch per arrival. The follower pulls, so
 * a slow one delays nobody and needs no queue. Batches without events tell that a filter passed over what came.
 */
export async function* followLog(
  log: Pick<EventLog, 'readAll'>,
  arrivals: Arrivals,
  { after, filter, signal }: Parameters<EventLog['subscribe']>[0],
): AsyncGenerator<LogBatch> {
  let position = after;
  let toldCaughtUp = false;
  for (;;) {
    if (signal.aborted || arrivals.isClosed) return;
    const batch = await log.readAll({ after: position, filter });
    if (batch.position !== position || batch.caughtUp !== toldCaughtUp) yield batch;
    position = batch.position;
    toldCaughtUp = batch.caughtUp;
    if (batch.caughtUp) await arrivals.beyond(position, signal);
  }
}
