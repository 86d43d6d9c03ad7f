import type { Position } from './event-log.js';
import type { Projection } from './read-store.js';

/** Tells of rows that any of several processes may have written. */
export interface RowNotices {
  /**
   * Tells how far the rows of all these projections reach, now and whenever that has changed, until the signal aborts; through every
   * disturbance.
   */
  follow(projections: readonly Projection[], tell: (position: Position) => void, signal: AbortSignal): Promise<void>;
}
