import type { ReadStore } from '@application/ports';

/** Sessions that are remembered as being in use; the others count from their beginning. */
const MOST = 10_000;

/** When sessions were used last, ms. */
export interface LastUses {
  /** @param opened for sessions that were not seen yet */
  at(session: string, opened: number, now: number): number | Promise<number>;
  note(session: string, now: number): void | Promise<void>;
  forget(session: string): void | Promise<void>;
}

/**
 * When each session was used last. It is kept in memory, for writing it down would cost a write per request: after a restart
 * every session counts as used at that moment.
 */
export class LastSeen implements LastUses {
  private readonly times = new Map<string, number>();

  constructor(private readonly started: number) {}

  at(session: string, opened: number): number {
    return this.times.get(session) ?? Math.max(opened, this.started);
  }

  /** Undefined: not in this process. */
  known(session: string): number | undefined {
    return this.times.get(session);
  }

  /** The one that was not used for longest makes room. */
  note(session: string, now: number): void {
    this.times.delete(session);
    this.times.set(session, now);
    const oldest = this.times.size > MOST ? this.times.keys().next().value : undefined;
    if (oldest !== undefined) this.times.delete(oldest);
  }

  forget(session: string): void {
    this.times.delete(session);
  }
}

/** A use is told the other processes so often: by so much may one of them end a session too early. */
const TOLD_EVERY_MS = 60_000;
const PREFIX = 'session use ';

/** As several processes know it: each its own uses, and all of them, a minute late, through a note per session. */
export class SharedLastSeen implements LastUses {
  private swept: number;

  constructor(
    private readonly own: LastSeen,
    private readonly notes: Pick<ReadStore, 'note' | 'notes' | 'setNote'>,
    private readonly options: { readonly started: number; readonly keptFor: number },
  ) {
    this.swept = options.started;
  }

  async at(session: string, opened: number, now: number): Promise<number> {
    const own = this.own.known(session);
    if (own !== undefined && now - own < TOLD_EVERY_MS) return own;
    const told = await this.notes.note(PREFIX + session);
    if (told === undefined) return this.own.at(session, opened);
    return Math.max(Number(told), own ?? 0);
  }

  async note(session: string, now: number): Promise<void> {
    const own = this.own.known(session);
    if (own !== undefined && now - own < TOLD_EVERY_MS) return;
    this.own.note(session, now);
    await this.notes.setNote(PREFIX + session, String(now));
    if (now - this.swept >= this.options.keptFor) await this.sweep(now);
  }

  async forget(session: string): Promise<void> {
    this.own.forget(session);
    await this.notes.setNote(PREFIX + session, null);
  }

  /** Those of sessions that nobody closed. */
  private async sweep(now: number): Promise<void> {
    this.swept = now;
    for (const [name, told] of await this.notes.notes(PREFIX))
      if (now - Number(told) >= this.options.keptFor) await this.notes.setNote(name, null);
  }
}
