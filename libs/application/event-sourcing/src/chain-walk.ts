import type { Revision } from '@application/ports';
import { follows, type PlacedEvent } from './hash-chain.js';

interface Tip {
  readonly revision: Revision;
  readonly hash: string;
}

/** Follows all streams of a log at once, event by event in the order of the log. Memory: one small entry per stream. */
export class ChainWalk {
  private readonly tips = new Map<string, Tip | 'broken'>();
  private seen = 0;

  /**
   * Is this event what was written after those before it in its stream?
   * @returns the revision that should have been here at the first break of a stream; null when the event is sound, or
   * comes after a break: what follows one proves nothing
   */
  breakAt(event: PlacedEvent): Revision | null {
    this.seen += 1;
    const tip = this.tips.get(event.stream);
    if (tip === 'broken') return null;
    const revision = tip ? tip.revision + 1 : 0;
    const isSound = follows(event, revision, tip?.hash ?? null);
    this.tips.set(event.stream, isSound ? { revision, hash: event.meta.hash } : 'broken');
    return isSound ? null : revision;
  }

  get events(): number {
    return this.seen;
  }

  get streams(): number {
    return this.tips.size;
  }
}
