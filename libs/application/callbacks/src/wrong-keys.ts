import { networkOf } from './networks.js';

const WINDOW_MS = 60_000;
const MOST_CALLERS = 5000;

/** A host that was set up wrongly tries every few seconds; who tries more often is guessing. */
export const MOST_WRONG_KEYS = 300;

/** Counts wrong keys per caller and minute, so that no key is found by trying. In memory: a restart forgives. */
export class WrongKeys {
  private readonly counts = new Map<string, { count: number; readonly since: number }>();

  /** @param now in milliseconds */
  constructor(private readonly now: () => number) {}

  isExceeded(address: string): boolean {
    const entry = this.counts.get(networkOf(address));
    return entry !== undefined && !this.isOver(entry.since) && entry.count >= MOST_WRONG_KEYS;
  }

  add(address: string): void {
    const network = networkOf(address);
    const entry = this.counts.get(network);
    if (entry && !this.isOver(entry.since)) entry.count += 1;
    else this.begin(network);
  }

  private begin(network: string): void {
    this.counts.delete(network);
    const oldest = this.counts.size >= MOST_CALLERS ? this.counts.keys().next().value : undefined;
    if (oldest !== undefined) this.counts.delete(oldest);
    this.counts.set(network, { count: 1, since: this.now() });
  }

  private isOver(since: number): boolean {
    return this.now() - since >= WINDOW_MS;
  }
}
