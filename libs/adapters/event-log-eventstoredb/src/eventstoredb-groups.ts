import type { EventStoreDBClient } from '@eventstore/db-client';
import type { ConsumeOptions, ConsumerGroups, Delivery, GroupState, ParkedEvent, Position } from '@application/ports';
import { clientOf, disposed } from './connecting.js';
import { GroupConsumer } from './groups/group-consumer.js';
import { parkedIn } from './groups/parked-events.js';
import { StoreGroups } from './groups/store-groups.js';
import { positionText, type StorePosition } from './positions.js';
import { readFailure } from './store-errors.js';

/**
 * Groups of consumers as persistent subscriptions of EventStoreDB: the store shares events out, streams pinned to consumers,
 * and keeps the checkpoints and what is parked. On a connection of its own, so that what breaks here cuts off no append.
 */
export class EventStoreDbGroups implements ConsumerGroups {
  private readonly groups: StoreGroups;
  private readonly closing = new AbortController();
  private readonly consuming = new Set<Promise<void>>();

  private constructor(private readonly client: EventStoreDBClient) {
    this.groups = new StoreGroups(client);
  }

  /** @param connection as for EventStoreDbLog; its user must be one of the store's operators */
  static async open(connection: string): Promise<EventStoreDbGroups> {
    return new EventStoreDbGroups(await clientOf(connection));
  }

  async consume(options: ConsumeOptions, handle: (delivery: Delivery) => Promise<void>): Promise<void> {
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    const consuming = new GroupConsumer(this.client, this.groups, { ...options, signal }, handle).run();
    this.consuming.add(consuming);
    await consuming.finally(() => this.consuming.delete(consuming));
  }

  async describe(group: string): Promise<GroupState | null> {
    const all = await this.asked(() => this.groups.of(group));
    if (all.length === 0) return null;
    const sum = (count: (one: (typeof all)[number]) => number): number => all.reduce((sum, one) => sum + count(one), 0);
    return {
      consumers: sum(({ connections }) => connections.length),
      underWay: sum(({ stats }) => stats.outstandingMessagesCount),
      parked: sum(({ stats }) => Number(stats.parkedMessageCount)),
      done: furthest(all.map(({ stats }) => stats.lastCheckpointedEventPosition)),
      newest: furthest(all.map(({ stats }) => stats.lastKnownEventPosition)),
    };
  }

  async parked(group: string): Promise<readonly ParkedEvent[]> {
    return this.asked(async () => {
      const all = await this.groups.of(group);
      const lists = await Promise.all(all.map(({ groupName }) => parkedIn(this.client, groupName)));
      return lists.flat().sort((one, other) => (one.event.position < other.event.position ? -1 : 1));
    });
  }

  async replayParked(group: string): Promise<void> {
    await this.asked(async () => {
      const all = await this.groups.of(group);
      for (const { groupName, stats, connections } of all) {
        const isLeft = all.length > 1 && connections.length === 0; // by those with another filter: what it hands out, nobody gets
        if (stats.parkedMessageCount > 0n && !isLeft) await this.client.replayParkedMessagesToAll(groupName);
      }
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.allSettled(this.consuming);
    await disposed(this.client);
  }

  /** @throws LogUnavailable */
  private async asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      throw readFailure(error);
    }
  }
}

const furthest = (positions: readonly (StorePosition | undefined)[]): Position | undefined =>
  positions
    .filter((position) => position !== undefined)
    .map(positionText)
    .sort()
    .at(-1);
