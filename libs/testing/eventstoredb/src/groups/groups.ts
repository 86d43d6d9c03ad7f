import { status } from '@grpc/grpc-js';
import { type CallFailure, failure } from '../messages.js';
import type { StoredLog } from '../stored-log.js';
import { Consumer, type ConsumerCall } from './consumer.js';
import { dropped, Group, type GroupPlan } from './group.js';
import type { GroupSettings } from './settings.js';

const TICK_MS = 50;

/** All persistent subscriptions to everything, and the ways in which they go wrong. */
export class Groups {
  private readonly groups = new Map<string, Group>();
  private refusal: CallFailure | undefined;
  private readonly ticking: NodeJS.Timeout;

  constructor(private readonly log: StoredLog) {
    log.listen(() => {
      for (const group of this.groups.values()) group.pushSoon();
    });
    this.ticking = setInterval(() => {
      for (const group of this.groups.values()) group.tick();
    }, TICK_MS).unref();
  }

  /** Cuts off every consumer; what it had in hand goes to others. */
  dropConsumers(): void {
    for (const group of this.groups.values()) group.dropAll(failure(status.UNAVAILABLE, 'going down'));
  }

  /** As a server that comes back: what was acknowledged since the last checkpoint is delivered again. */
  restart(): void {
    for (const group of this.groups.values()) group.restart();
  }

  /** Consumers get once more what they have in hand. */
  repeat(): void {
    for (const group of this.groups.values()) group.repeat();
  }

  /** Pinned streams go to other consumers while their events are under way. */
  move(): void {
    for (const group of this.groups.values()) group.move();
  }

  /** Turns away everyone who wants to consume, until it is told to take them. */
  refuse(why: CallFailure | undefined): void {
    this.refusal = why;
  }

  get(name: string): Group {
    const group = this.groups.get(name);
    if (!group) throw absent(name);
    return group;
  }

  /** Where there is none, the server finds nothing to list. */
  get list(): readonly Group[] {
    if (this.groups.size === 0) throw absent('');
    return [...this.groups.values()];
  }

  create(plan: GroupPlan, settings: GroupSettings): void {
    if (this.groups.has(plan.name)) throw present(plan.name);
    this.groups.set(plan.name, new Group(this.log, plan, settings));
  }

  delete(name: string): void {
    this.get(name).dropAll(dropped(name));
    this.groups.delete(name);
  }

  join(name: string, call: ConsumerCall, room: number): { readonly group: Group; readonly consumer: Consumer } {
    if (this.refusal) throw this.refusal;
    const group = this.get(name);
    if (group.isFull) throw full(name);
    const consumer = new Consumer(call, room);
    return { group, consumer };
  }

  stop(): void {
    clearInterval(this.ticking);
  }
}

const about = (group: string, exception: string): Readonly<Record<string, string>> => ({
  ...{ exception, 'stream-name': '$all', 'group-name': group },
});

const absent = (name: string): CallFailure =>
  failure(status.NOT_FOUND, `no group ${name}`, about(name, 'persistent-subscription-does-not-exist'));

const present = (name: string): CallFailure =>
  failure(status.ALREADY_EXISTS, `group ${name} exists`, about(name, 'persistent-subscription-exists'));

const full = (name: string): CallFailure =>
  failure(status.FAILED_PRECONDITION, `group ${name} is full`, about(name, 'maximum-subscribers-reached'));
