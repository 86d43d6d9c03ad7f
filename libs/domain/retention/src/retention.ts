import type { Decider } from '@domain/kernel';
import { MOST_PRUNED_AT_ONCE, type PruneJobs, type RetentionEvent } from './messages.js';

/** How many jobs were pruned so far. */
export interface Retention {
  readonly pruned: number;
}

/** Pruning a job again does no harm: what is gone from the read models cannot go once more. */
export const retention: Decider<Retention, PruneJobs, RetentionEvent> = {
  initial: { pruned: 0 },
  decide: ({ type: _type, ...data }) => {
    if (data.ids.length > MOST_PRUNED_AT_ONCE) throw new RangeError(`too many jobs at once: ${data.ids.length}`);
    return data.ids.length === 0 ? [] : [{ type: 'JobsPruned', data }];
  },
  evolve: ({ pruned }, { data }) => ({ pruned: pruned + data.ids.length }),
};

/** The one stream of its kind. */
export const RETENTION_STREAM = 'retention';
