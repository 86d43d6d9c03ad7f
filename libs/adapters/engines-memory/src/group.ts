import {
  type ConsumeOptions,
  type EventLog,
  type GroupState,
  type ParkedEvent,
  type Position,
  type WorkOutcome,
} from '@application/ports';
import type { Member, Message } from './member.js';

type GroupPlan = Pick<ConsumeOptions, 'filter' | 'sharing' | 'from'>;

/**
 * Events of one filter, handed to members with room for them, in the order of the log; again when a member goes that did not finish
 * them. A stream stays with one member as long as no other comes or goes.
 */
export class Group {
  private readonly members: Member[] = [];
  private waiting: Message[] = [];
  private readonly outstanding = new Set<Message>();
  private aside: ParkedEvent[] = [];
  /** How far the log has been looked at. */
  private looked: Position | undefined;
  private readonly ending = new AbortController();
  private isPushing = false;
  private moved = 0;

  constructor(
    log: Pick<EventLog, 'subscribe'>,
    private readonly plan: GroupPlan,
  ) {
    void this.follow(log);
  }

  get isUnused(): boolean {
    return this.members.length === 0 && this.aside.length === 0;
  }

  get parked(): readonly ParkedEvent[] {
    return this.aside;
  }

  get state(): GroupState {
    return {
      ...{ consumers: this.members.length, underWay: this.outstanding.size, parked: this.aside.length },
      ...{ done: this.done, newest: this.looked },
    };
  }

  join(member: Member): void {
    this.members.push(member);
    this.pushSoon();
  }

  /** What it did not finish is handed out again. */
  leave(member: Member): void {
    const place = this.members.indexOf(member);
    if (place < 0) return;
    this.members.splice(place, 1);
    for (const message of member.unfinished) {
      this.outstanding.delete(message);
      this.await({ ...message, retries: message.retries + 1 });
    }
    this.pushSoon();
  }

  replayParked(): void {
    const again = this.aside;
    this.aside = [];
    for (const { event } of again) this.await({ event, before: undefined, retries: 0, isReplayed: true });
  }

  /** Every stream goes to another member from now on, if there is one. */
  move(): void {
    this.moved += 1;
  }

  end(): void {
    this.ending.abort();
  }

  private async follow(log: Pick<EventLog, 'subscribe'>): Promise<void> {
    const { filter, from = '' } = this.plan;
    for await (const { events, position } of log.subscribe({ filter, signal: this.ending.signal })) {
      for (const event of events) {
        const before = this.looked;
        this.looked = event.position;
        if (event.position >= from) this.await({ event, before, retries: 0, isReplayed: false });
      }
      this.looked = position;
    }
  }

  /** Put where it belongs, for what was delivered before comes before what was not. */
  private insert(message: Message): void {
    const place = this.waiting.findLastIndex(({ event }) => event.position <= message.event.position);
    this.waiting.splice(place + 1, 0, message);
  }

  private await(message: Message): void {
    this.insert(message);
    this.pushSoon();
  }

  private pushSoon(): void {
    if (this.isPushing || this.members.length === 0) return;
    this.isPushing = true;
    setImmediate(() => {
      this.isPushing = false;
      this.push();
    });
  }

  private push(): void {
    const messages = this.waiting;
    this.waiting = []; // a member may vanish while it is given something, and leave what it had
    for (const message of messages) {
      const member = this.plan.sharing === 'any' ? this.next() : this.ownerOf(message.event.stream);
      if (member && !member.isFull) this.send(message, member);
      else this.insert(message);
    }
  }

  /** The next one with room, in turn. */
  private next(): Member | undefined {
    const place = this.members.findIndex(({ isFull }) => !isFull);
    const [member] = place < 0 ? [] : this.members.splice(place, 1);
    if (member) this.members.push(member);
    return member;
  }

  private ownerOf(stream: string): Member | undefined {
    return this.members[(hashOf(stream) + this.moved) % this.members.length];
  }

  private send(message: Message, member: Member): void {
    this.outstanding.add(message);
    member.take(message, (outcome) => this.answered(message, outcome));
  }

  private answered(message: Message, outcome: WorkOutcome): void {
    this.outstanding.delete(message);
    if (outcome.kind === 'parked') this.aside.push({ event: message.event, reason: outcome.reason });
    this.pushSoon();
  }

  /** Before the first event that is open. */
  private get done(): Position | undefined {
    const open = [...this.waiting, ...this.outstanding].filter(({ isReplayed }) => !isReplayed);
    const [first] = open.sort((one, other) => (one.event.position < other.event.position ? -1 : 1));
    return first ? first.before : this.looked;
  }
}

/** FNV-1a. That it spreads is all that matters. */
const hashOf = (stream: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < stream.length; index += 1) hash = Math.imul(hash ^ stream.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};
