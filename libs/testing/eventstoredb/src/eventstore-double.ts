import { Faults } from './faults.js';
import { Groups } from './groups/groups.js';
import { Member, type MemberOptions } from './member.js';
import type { Shared } from './shared.js';
import { StoredLog } from './stored-log.js';
import { Subscriptions } from './subscriptions.js';

interface DoubleOptions extends MemberOptions {
  /** More than one is a cluster. */
  readonly members?: number;
}

/**
 * A server of EventStoreDB's protocol in this process, or a cluster of them, as far as Cairn uses it, built on the client's
 * own service definitions. It keeps everything in memory and can be told to fail.
 */
export class EventStoreDouble {
  readonly faults: Faults;
  readonly subscriptions: Subscriptions;
  readonly groups: Groups;
  /** The leader first. */
  private members: readonly Member[];

  private constructor(
    size: number,
    private readonly isSecure: boolean,
  ) {
    const log = new StoredLog();
    const shared: Shared = {
      log,
      faults: new Faults(),
      subscriptions: new Subscriptions(log),
      groups: new Groups(log),
    };
    ({ faults: this.faults, subscriptions: this.subscriptions, groups: this.groups } = shared);
    this.members = Array.from({ length: size }, () => new Member(shared, () => this.members));
  }

  /** Listens on this machine, on a free port unless one is named. */
  static async start({ members = 1, ...options }: DoubleOptions = {}): Promise<EventStoreDouble> {
    const double = new EventStoreDouble(members, options.tls !== undefined);
    for (const member of double.members) await member.listen(options);
    return double;
  }

  /** What a client connects to; of a cluster, the leader. */
  get connection(): string {
    return `esdb://${this.hosts[0]}?tls=${this.isSecure}`;
  }

  /** Where each member listens, the leader first. */
  get hosts(): readonly string[] {
    return this.members.map(({ port }) => `${this.isSecure ? 'localhost' : '127.0.0.1'}:${port}`);
  }

  /** How many streams of appends clients have open, all in all. */
  get writers(): number {
    return this.members.reduce((sum, { writers }) => sum + writers, 0);
  }

  /** Names and passwords of those who read. */
  get logins(): readonly string[] {
    return this.members.flatMap(({ logins }) => logins);
  }

  /** The next member leads from now on; groups are where the leader is. @param isDead the one before is gone, too */
  moveLeader({ isDead = false } = {}): void {
    const [old, ...others] = this.members;
    if (!old || others.length === 0) throw new Error('a cluster has more than one member');
    this.members = [...others, old];
    this.groups.dropConsumers();
    if (isDead) old.stop();
  }

  stop(): void {
    this.groups.stop();
    for (const member of this.members) member.stop();
  }

  /** Turns away everyone who wants to consume a group, until called with nothing. */
  refuseConsumers(fault?: 'unavailable' | 'not-leader'): void {
    this.groups.refuse(fault && this.members[0]?.failureOf(fault));
  }
}
