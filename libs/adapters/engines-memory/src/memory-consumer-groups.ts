import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConsumeOptions, ConsumerGroups, Delivery, GroupState, ParkedEvent, Position } from '@application/ports';
import type { Group } from './group.js';
import type { Groups } from './groups.js';
import { Member } from './member.js';

/** The groups as one process sees them. An answer takes a turn of the process, as one from a store would. */
export class MemoryConsumerGroups implements ConsumerGroups {
  private readonly closing = new AbortController();
  private readonly places = new Map<Member, Group>();
  private readonly consuming = new Set<Promise<void>>();
  private isGone = false;

  constructor(private readonly groups: Groups) {}

  async consume(options: ConsumeOptions, handle: (delivery: Delivery) => Promise<void>): Promise<void> {
    const consuming = this.consumeUntil(AbortSignal.any([options.signal, this.closing.signal]), options, handle);
    this.consuming.add(consuming);
    await consuming.finally(() => this.consuming.delete(consuming));
  }

  async describe(name: string): Promise<GroupState | null> {
    const states = (await this.asked(name)).map(({ state }) => state);
    if (states.length === 0) return null;
    const sum = (of: 'consumers' | 'underWay' | 'parked'): number => states.reduce((all, state) => all + state[of], 0);
    return {
      ...{ consumers: sum('consumers'), underWay: sum('underWay'), parked: sum('parked') },
      ...{ done: furthest(states.map(({ done }) => done)), newest: furthest(states.map(({ newest }) => newest)) },
    };
  }

  async parked(name: string): Promise<readonly ParkedEvent[]> {
    const parked = (await this.asked(name)).flatMap((group) => group.parked);
    return parked.sort((one, other) => (one.event.position < other.event.position ? -1 : 1));
  }

  async replayParked(name: string): Promise<void> {
    for (const group of await this.asked(name)) group.replayParked();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.consuming);
  }

  /** See MemoryProcess. */
  vanish(): void {
    this.isGone = true;
    for (const [member, group] of this.places) {
      member.vanish();
      group.leave(member);
    }
  }

  private async consumeUntil(
    signal: AbortSignal,
    options: ConsumeOptions,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    const group = this.groups.prepare(options);
    const member = new Member({ ...options, signal }, handle);
    this.places.set(member, group);
    if (!this.isGone && !signal.aborted) group.join(member);
    await aborted(signal);
    await member.settled();
    group.leave(member);
    this.places.delete(member);
  }

  private async asked(name: string): Promise<readonly Group[]> {
    await nextTurn();
    return this.groups.of(name);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const furthest = (positions: readonly (Position | undefined)[]): Position | undefined =>
  positions.reduce((one, other) => ((one ?? '') > (other ?? '') ? one : other));
