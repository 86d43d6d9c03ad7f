import type { EventStoreDBClient } from '@eventstore/db-client';
import type { Position } from '@application/ports';
import { positionText, type StorePosition } from '../positions.js';
import { storeName } from './group-names.js';
import { StoreGroups } from './store-groups.js';

const at = (place: number): StorePosition => ({ commit: BigInt(place), prepare: BigInt(place) });

/** Where a group with a new filter begins, after groups that had these checkpoints. */
const startAfter = async (checkpoints: readonly (StorePosition | undefined)[], from?: Position): Promise<unknown> => {
  const started: unknown[] = [];
  const client = {
    listPersistentSubscriptionsToAll: () =>
      Promise.resolve(
        checkpoints.map((lastCheckpointedEventPosition, index) => ({
          ...{ groupName: storeName('notes', { eventTypes: [`Old${index}`] }), connections: [{}] },
          stats: { lastCheckpointedEventPosition, parkedMessageCount: 0n },
        })),
      ),
    createPersistentSubscriptionToAll: (_name: string, settings: { readonly startFrom: unknown }) =>
      Promise.resolve(void started.push(settings.startFrom)),
  } as unknown as EventStoreDBClient;
  const given = from === undefined ? {} : { from };
  await new StoreGroups(client).prepare({ group: 'notes', filter: { eventTypes: ['New'] }, ...given });
  return started[0];
};

describe('a group with a new filter', () => {
  it('goes on where the slowest of those before stands', async () => {
    expect(await startAfter([at(9), at(4), at(7)])).toEqual(at(4));
  });

  it.each([[[undefined, at(9)]], [[at(9), undefined]], [[undefined]]])(
    'begins where they did, when one has no checkpoint: %#',
    async (checkpoints) => {
      expect(await startAfter(checkpoints)).toBe('start');
      expect(await startAfter(checkpoints, positionText(at(3)))).toEqual(at(3));
    },
  );
});
