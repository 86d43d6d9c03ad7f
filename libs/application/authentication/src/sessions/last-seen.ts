/** Sessions that are remembered as being in use; the others count from their beginning. */
const MOST = 10_000;

/**
 * When each session was used last. It is kept in memory, for writing it down would cost a write per request: after a restart
 * every session counts as used at that moment.
 */
export class LastSeen {
  private readonly times = new Map<string, number>();

  constructor(private readonly started: number) {}

  /** @param opened for sessions that were not seen yet */
  at(session: string, opened: number): number {
    return this.times.get(session) ?? Math.max(opened, this.started);
  }

  /** The one that was not used for longest makes room. */
  note(session: string, now: number): void {
    this.times.delete(session);
    this.times.set(session, now);
    const oldest = this.times.size > MOST ? this.times.keys().next().value : undefined;
    if (oldest !== undefined) this.times.delete(oldest);
  }
}
