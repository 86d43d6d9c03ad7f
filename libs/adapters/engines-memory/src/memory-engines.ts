import type { ConsumerGroups, Elections, EventLog } from '@application/ports';
import { Groups } from './groups.js';
import { MemoryConsumerGroups } from './memory-consumer-groups.js';
import { MemoryElections } from './memory-elections.js';
import { Offices } from './offices.js';

/** One of the processes that share the work. */
export interface MemoryProcess {
  readonly groups: ConsumerGroups;
  readonly elections: Elections;
  /**
   * As when it is killed: what it had under way is delivered to others, its offices are free, and it gets nothing any more. It is
   * told nothing of that, and what it waits for never comes.
   */
  vanish(): void;
}

/** What shares work out among several processes, with all of these in one: for tests. Nothing outlives it. */
export class MemoryEngines {
  private readonly groups: Groups;
  private readonly offices = new Offices();

  constructor(log: Pick<EventLog, 'subscribe'>) {
    this.groups = new Groups(log);
  }

  /** Another process. */
  process(): MemoryProcess {
    const groups = new MemoryConsumerGroups(this.groups);
    const elections = new MemoryElections(this.offices);
    const vanish = (): void => {
      groups.vanish();
      elections.vanish();
    };
    return { groups, elections, vanish };
  }

  /** Whoever holds the office loses it, and may hold it again after those who wait. */
  depose(office: string): void {
    this.offices.depose(office);
  }

  /** Streams go to other processes while their events are under way. */
  move(): void {
    for (const group of this.groups.all) group.move();
  }

  close(): void {
    this.groups.close();
  }
}
