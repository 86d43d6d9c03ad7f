import type { PlacedEvent } from '@application/event-sourcing';

/** EventStoreDB takes 1 MiB in one append unless it is told otherwise; half of it leaves room for what it adds. */
const MOST_BYTES = 512 * 1024;
const MOST_EVENTS = 500;

/** Gathers neighbours of one stream, so that they are written by one append. */
export class AppendRun {
  private events: PlacedEvent[] = [];
  private bytes = 0;

  /** @param write the first of the events, and all of them */
  constructor(private readonly write: (first: PlacedEvent, events: readonly PlacedEvent[]) => Promise<void>) {}

  async add(event: PlacedEvent): Promise<void> {
    const size = sizeOf(event);
    const [first] = this.events;
    const isFull = this.events.length >= MOST_EVENTS || this.bytes + size > MOST_BYTES;
    if (first && (first.stream !== event.stream || isFull)) await this.flush();
    this.events.push(event);
    this.bytes += size;
  }

  async flush(): Promise<void> {
    const { events } = this;
    const [first] = events;
    [this.events, this.bytes] = [[], 0];
    if (first) await this.write(first, events);
  }
}

const sizeOf = ({ data, meta }: PlacedEvent): number => Buffer.byteLength(JSON.stringify([data, meta]));
