import type { Elections } from '@application/ports';
import { type Offices, Seat } from './offices.js';

/** Offices as one process sees them. */
export class MemoryElections implements Elections {
  private readonly mine = new Map<Seat, string>();
  private isGone = false;

  constructor(private readonly offices: Offices) {}

  async hold(office: string, work: (turn: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const seat = this.apply(office);
      try {
        await Promise.race([seat.turn, aborted(signal)]);
        if (signal.aborted) return;
        await work(AbortSignal.any([signal, seat.lost]));
        if (!seat.lost.aborted) return;
      } finally {
        this.mine.delete(seat);
        this.offices.resign(office, seat);
      }
    }
  }

  /** See MemoryProcess. */
  vanish(): void {
    this.isGone = true;
    for (const [seat, office] of this.mine) this.offices.resign(office, seat);
  }

  private apply(office: string): Seat {
    const seat = new Seat();
    if (this.isGone) return seat;
    this.mine.set(seat, office);
    this.offices.apply(office, seat);
    return seat;
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
