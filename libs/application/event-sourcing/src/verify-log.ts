import type { EventLog, Position, Revision, StoredEvent } from '@application/ports';
import { follows } from './hash-chain.js';

/** The first place where a stream is not what was written. */
export interface ChainBreak {
  readonly stream: string;
  /** Revision that should have been here. */
  readonly revision: Revision;
  readonly position: Position;
}

export interface Verification {
  readonly events: number;
  readonly streams: number;
  /** At most one per stream: what follows a break proves nothing. */
  readonly breaks: readonly ChainBreak[];
}

interface Tip {
  readonly revision: Revision;
  readonly hash: string;
}

/**
 * Walks the whole log and checks that every stream counts from 0 without gaps and that every hash follows from the one
 * before. Memory: one small entry per stream.
 * @throws LogDamaged when the store itself cannot be read
 */
export const verifyLog = async (log: Pick<EventLog, 'readAll'>, pageSize = 1000): Promise<Verification> => {
  const tips = new Map<string, Tip | 'broken'>();
  const breaks: ChainBreak[] = [];
  let events = 0;
  let after: Position | undefined;
  for (;;) {
    const page = await log.readAll({ after, limit: pageSize });
    for (const event of page.events) {
      const tip = next(tips.get(event.stream), event);
      if (tip !== 'broken') tips.set(event.stream, tip);
      else if (tips.get(event.stream) !== 'broken') breaks.push(breakAt(tips, event));
    }
    events += page.events.length;
    after = page.position;
    if (page.caughtUp) return { events, streams: tips.size, breaks };
  }
};

const next = (tip: Tip | 'broken' | undefined, event: StoredEvent): Tip | 'broken' => {
  if (tip === 'broken') return tip;
  const revision = tip ? tip.revision + 1 : 0;
  return follows(event, revision, tip?.hash ?? null) ? { revision, hash: event.meta.hash } : 'broken';
};

const breakAt = (tips: Map<string, Tip | 'broken'>, { stream, position }: StoredEvent): ChainBreak => {
  const tip = tips.get(stream);
  tips.set(stream, 'broken');
  return { stream, revision: tip && tip !== 'broken' ? tip.revision + 1 : 0, position };
};
