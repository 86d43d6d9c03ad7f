import type { EventStoreDBClient, PersistentSubscriptionToAllInfo } from '@eventstore/db-client';
import type { ConsumeOptions } from '@application/ports';
import { positionOf, type StorePosition } from '../positions.js';
import { typeOf } from '../store-errors.js';
import { isNamed, storeFilter, storeName } from './group-names.js';
import { groupSettings } from './group-settings.js';

type Creation = Pick<ConsumeOptions, 'filter' | 'from' | 'sharing'>;

/** The groups of the store that belong to a group of ours: one per filter it ever had. */
export class StoreGroups {
  constructor(private readonly client: EventStoreDBClient) {}

  async of(group: string): Promise<readonly PersistentSubscriptionToAllInfo[]> {
    try {
      const all = await this.client.listPersistentSubscriptionsToAll();
      return all.filter(({ groupName }) => isNamed(groupName, group));
    } catch (error) {
      if (isGroupMissing(error)) return []; // what the store says when it has none at all
      throw error;
    }
  }

  /** The group of this filter is there afterwards; others that nobody uses any more are gone. */
  async prepare(options: Creation & Pick<ConsumeOptions, 'group'>): Promise<void> {
    const name = storeName(options.group, options.filter);
    const there = await this.of(options.group);
    const others = there.filter(({ groupName }) => groupName !== name);
    if (others.length === there.length) await this.create(name, options, others);
    for (const { groupName, connections, stats } of others) {
      if (connections.length === 0 && stats.parkedMessageCount === 0n) await this.remove(groupName);
    }
  }

  /** Groups with other filters that nobody consumes any more, and that have something put aside. */
  async left({ group, filter }: Pick<ConsumeOptions, 'group' | 'filter'>): Promise<readonly string[]> {
    const name = storeName(group, filter);
    const left = (await this.of(group)).filter(
      (one) => one.connections.length === 0 && one.stats.parkedMessageCount > 0n,
    );
    return left.map(({ groupName }) => groupName).filter((other) => other !== name);
  }

  private async create(
    name: string,
    { filter, from, sharing }: Creation,
    others: readonly PersistentSubscriptionToAllInfo[],
  ): Promise<void> {
    const given = from === undefined ? 'start' : positionOf(from);
    const start = others.length > 0 ? earliest(others, given) : given;
    try {
      await this.client.createPersistentSubscriptionToAll(name, groupSettings(start, sharing), {
        filter: storeFilter(filter),
      });
    } catch (error) {
      if (typeOf(error) !== 'persistent-subscription-exists') throw error;
    }
  }

  async remove(name: string): Promise<void> {
    try {
      await this.client.deletePersistentSubscriptionToAll(name);
    } catch (error) {
      if (!isGroupMissing(error)) throw error;
    }
  }
}

export const isGroupMissing = (error: unknown): boolean => typeOf(error) === 'persistent-subscription-does-not-exist';

type Start = StorePosition | 'start';

/** Nothing is lost: from where the slowest of them stands, which is where a group begins as long as it has no checkpoint. */
const earliest = (groups: readonly PersistentSubscriptionToAllInfo[], given: Start): Start => {
  const positions = groups.map(({ stats }) => stats.lastCheckpointedEventPosition);
  const known = positions.filter((position) => position !== undefined);
  if (known.length < positions.length) return given;
  return known.reduce((one, other) => (one.commit < other.commit ? one : other));
};
