import type { Decider } from '@domain/kernel';
import { MOST_PLACES, type OperationsEvent, type ReplayParkedEvents } from './messages.js';

/** How often events were handled once more. */
export interface Operations {
  readonly replays: number;
}

/** Where nothing is put aside, there is nothing to tell. */
export const operations: Decider<Operations, ReplayParkedEvents, OperationsEvent> = {
  initial: { replays: 0 },
  decide: ({ by, places }) =>
    places.length === 0
      ? []
      : [
          {
            type: 'ParkedEventsReplayed',
            data: { by, count: places.length, places: places.slice(0, MOST_PLACES) },
          },
        ],
  evolve: ({ replays }) => ({ replays: replays + 1 }),
};

/** The one stream of its kind. */
export const OPERATIONS_STREAM = 'operations';
