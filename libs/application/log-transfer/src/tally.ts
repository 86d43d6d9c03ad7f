import { createHash } from 'node:crypto';
import { ChainWalk, type PlacedEvent } from '@application/event-sourcing';
import { TransferRefused } from './transfer-refused.js';
import type { Totals } from './log-lines.js';

/** Counts and checks what passes, line by line. */
export class Tally {
  private readonly walk = new ChainWalk();
  private readonly digest = createHash('sha256');

  line(line: string): void {
    this.digest.update(line).update('\n');
  }

  /** @throws TransferRefused when the event does not follow from the one before it in its stream */
  event(event: PlacedEvent): void {
    const revision = this.walk.breakAt(event);
    if (revision === null) return;
    throw new TransferRefused(
      `revision ${revision} of ${event.stream} is not what was written there; nothing is moved from there on`,
    );
  }

  get events(): number {
    return this.walk.events;
  }

  /** Call it once, at the end. */
  totals(): Totals {
    const { events, streams } = this.walk;
    return { events, streams, sha256: this.digest.digest('hex') };
  }
}
