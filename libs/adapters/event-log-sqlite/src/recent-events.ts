import type { StoredEvent } from '@application/ports';

const MAX_EVENTS = 8192;
const MAX_TEXT = 16_000_000;

/** The newest end of the log, as the very objects that were appended: followers that keep up never parse a row. */
export class RecentEvents {
  private events: StoredEvent[] = [];
  private sizes: number[] = [];
  private text = 0;

  /** @param newest place of the newest event of the log, 0 when there is none */
  constructor(private newest: number) {}

  get head(): number {
    return this.newest;
  }

  /** Takes the event that follows the newest one. @param size about its length as text */
  push(event: StoredEvent, size: number): void {
    this.events.push(event);
    this.sizes.push(size);
    this.text += size;
    this.newest += 1;
    if (this.events.length > 2 * MAX_EVENTS || this.text > 2 * MAX_TEXT) this.forget();
  }

  /** Events after a place, oldest first; undefined when they reach back too far. */
  after(place: number, limit: number): readonly StoredEvent[] | undefined {
    const start = place - (this.newest - this.events.length);
    return start < 0 ? undefined : this.events.slice(start, start + limit);
  }

  /** Drops the oldest half at once: moving the rest costs little when it is done rarely. */
  private forget(): void {
    let keep = this.events.length;
    let text = 0;
    while (keep > 0 && this.events.length - keep < MAX_EVENTS && text < MAX_TEXT) {
      keep -= 1;
      text += this.sizes[keep] ?? 0;
    }
    this.events = this.events.slice(keep);
    this.sizes = this.sizes.slice(keep);
    this.text = text;
  }
}
