import type { ConsumeOptions, Delivery } from './consumer-groups.js';
import type { StoredEvent } from './event-log.js';
import { delayAfter, isOutage } from './outage.js';
import { rest } from './rest.js';

/** `parked`: given up, with the reason. `kept`: not finished here, because the signal aborted. */
export type WorkOutcome =
  { readonly kind: 'done' } | { readonly kind: 'parked'; readonly reason: string } | { readonly kind: 'kept' };

type Handle = (delivery: Delivery) => Promise<void>;

/**
 * What a consumer of a group has under way: one after another per key, others side by side. Every adapter works through what its
 * store delivers with one of these. An event that comes again while it is under way, as after a broken connection, is the same
 * piece of work.
 */
export class OrderedWork {
  private readonly chains = new Map<string, Promise<unknown>>();
  private readonly underWay = new Map<string, Promise<WorkOutcome>>();

  constructor(
    private readonly options: Pick<ConsumeOptions, 'signal' | 'key' | 'retryDelays' | 'onTrouble'>,
    private readonly handle: Handle,
  ) {}

  get size(): number {
    return this.underWay.size;
  }

  /** @param delivered how often the store has handed it out before. @returns undefined when it is under way already */
  take(event: StoredEvent, delivered: number): Promise<WorkOutcome> | undefined {
    if (this.underWay.has(event.id)) return undefined;
    const key = this.options.key?.(event) ?? event.stream;
    const before = this.chains.get(key);
    const work = before ? before.then(() => this.attempt(event, delivered)) : this.attempt(event, delivered);
    const link = work.finally(() => {
      this.underWay.delete(event.id);
      if (this.chains.get(key) === link) this.chains.delete(key);
    });
    this.chains.set(key, link);
    this.underWay.set(event.id, link);
    return link;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async attempt(event: StoredEvent, delivered: number): Promise<WorkOutcome> {
    const { signal, onTrouble, retryDelays } = this.options;
    for (let [tried, counted] = [0, 1]; ; tried += 1) {
      if (signal.aborted) return { kind: 'kept' };
      const attempt = delivered + tried + 1;
      try {
        await this.handle({ event, attempt });
        return { kind: 'done' };
      } catch (error) {
        const delay = delayAfter(error, counted, retryDelays);
        counted += Number(!isOutage(error));
        onTrouble({ kind: 'event', event, attempt, final: delay === undefined, error });
        if (delay === undefined) return { kind: 'parked', reason: reasonOf(error) };
        await rest(delay, signal);
      }
    }
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
