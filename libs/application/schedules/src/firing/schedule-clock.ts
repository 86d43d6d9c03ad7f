import { type Clock, type Position, type ReadStore, ReadStoreUnavailable } from '@application/ports';
import type { DueSchedules } from './due-schedules.js';

/** The clock is looked at this often at least: it may be set while nobody watches. */
const LONGEST_SLEEP_MS = 30_000;
/** After an occurrence that could not be decided the next look comes no sooner. */
const SHORTEST_SLEEP_MS = 250;
/** While the read models cannot be had. */
const OUTAGE_SLEEP_MS = 1_000;
/** Names the note of when the clock looked last. */
export const LAST_TICK = 'schedule-clock';

/** Wakes once, later. */
export interface Timer {
  /** @returns what gives the wake-up call up */
  set(milliseconds: number, ring: () => void): () => void;
}

export const systemTimer: Timer = {
  set: (milliseconds, ring) => {
    const timeout = setTimeout(ring, milliseconds).unref();
    return () => clearTimeout(timeout);
  },
};

export interface ScheduleClockPorts {
  readonly due: Pick<DueSchedules, 'fire' | 'next'>;
  readonly clock: Clock;
  readonly timer: Timer;
  /** Keeps the time of the last look: a checkpoint, not an event. */
  readonly store: Pick<ReadStore, 'note' | 'setNote'>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Looks at the schedules when the earliest is due, when one has changed, and every now and then; sleeps in between. What was due
 * while no clock ran is found at the first look (spec schedules.md §5).
 */
export class ScheduleClock {
  private looking: Promise<void> = Promise.resolve();
  private giveUp: () => void = () => undefined;
  private isStopped = true;
  private isAsked = false;
  private lastTick: string | null = null;
  private staleUntil: string | null = null;

  constructor(private readonly ports: ScheduleClockPorts) {}

  /** The read models must be at the head. Resolves when everything that was due has been decided. May follow a stop. */
  async start(): Promise<void> {
    this.isStopped = false;
    const noted = (await this.ports.store.note(LAST_TICK)) ?? null;
    // A clock that was ahead and has been set back has looked at nothing that is still to come.
    this.lastTick = this.staleUntil = noted !== null && noted > this.ports.clock.now() ? null : noted;
    await this.wake();
  }

  /** Some schedule is due at another time than before. Looks that are asked for while one is under way are made as one. */
  wake(): Promise<void> {
    if (this.isAsked || this.isStopped) return this.looking;
    this.isAsked = true;
    this.looking = this.looking.then(() => this.look()).catch(this.ports.onFailure);
    return this.looking;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.giveUp();
    await this.looking;
  }

  private async look(): Promise<void> {
    this.isAsked = false;
    this.giveUp();
    if (this.isStopped) return;
    try {
      await this.fire();
      this.sleep(await this.ports.due.next());
    } catch (error) {
      if (!(error instanceof ReadStoreUnavailable)) throw error;
      this.sleep(OUTAGE_SLEEP_MS + Date.parse(this.ports.clock.now())); // what was due is found then
    }
  }

  private async fire(): Promise<void> {
    const { due, clock, store } = this.ports;
    const until = clock.now();
    await due.fire({ after: this.lastTick, until, staleUntil: this.staleUntil });
    await store.setNote(LAST_TICK, until);
    this.lastTick = until;
  }

  private sleep(next: number | null): void {
    const { clock, timer } = this.ports;
    if (this.isStopped) return;
    const left = next === null ? LONGEST_SLEEP_MS : next - Date.parse(clock.now());
    this.giveUp = timer.set(Math.min(Math.max(left, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS), () => void this.wake());
  }
}

/** Lets the clock know of every new time. A process manager. */
export const wakingClock = (
  clock: Pick<ScheduleClock, 'wake'>,
  caughtUp: (position: Position | undefined) => Promise<void>,
) => ({
  name: 'schedule-clock',
  reactsTo: ['NextRunComputed'],
  handle: async ({ position }: { readonly position: Position }): Promise<void> => {
    await caughtUp(position);
    void clock.wake();
  },
});
