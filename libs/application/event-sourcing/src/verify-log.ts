import type { EventLog, Position, Revision } from '@application/ports';
import { ChainWalk } from './chain-walk.js';

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

/**
 * Walks the whole log and checks that every stream counts from 0 without gaps and that every hash follows from the one
 * before.
 * @throws LogDamaged when the store itself cannot be read
 */
export const verifyLog = async (log: Pick<EventLog, 'readAll'>, pageSize = 1000): Promise<Verification> => {
  const walk = new ChainWalk();
  const breaks: ChainBreak[] = [];
  let after: Position | undefined;
  for (;;) {
    const page = await log.readAll({ after, limit: pageSize });
    for (const event of page.events) {
      const revision = walk.breakAt(event);
      if (revision !== null) breaks.push({ stream: event.stream, revision, position: event.position });
    }
    after = page.position;
    if (page.caughtUp) return { events: walk.events, streams: walk.streams, breaks };
  }
};
