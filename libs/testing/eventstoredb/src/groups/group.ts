import { status } from '@grpc/grpc-js';
import { type CallFailure, failure } from '../messages.js';
import type { Kept, StoredLog } from '../stored-log.js';
import type { Consumer } from './consumer.js';
import { insert, type Message } from './message.js';
import type { GroupFacts } from './info.js';
import { Parking } from './parking.js';
import type { GroupSettings } from './settings.js';
import { type Choice, Pinned, type Strategy, strategyOf } from './strategies.js';

/** How an event is refused. */
export type Refusal = 'park' | 'retry' | 'skip' | 'stop';

interface Outstanding {
  readonly message: Message;
  readonly consumer: Consumer;
  readonly deadline: number;
}

export interface GroupPlan {
  readonly name: string;
  readonly matches: (event: Kept) => boolean;
  /** Index in the log of the first event that is looked at. */
  readonly start: number;
}

/**
 * A persistent subscription to everything, as the server keeps it: events are handed to consumers with room for them, wait
 * to be acknowledged, and are handed out again when they are not. Only the checkpoint and what is parked outlive a restart.
 */
export class Group {
  private settingsNow: GroupSettings;
  private strategy: Strategy;
  private readonly consumers = new Set<Consumer>();
  private readonly parking: Parking;
  /** Read from the log and not handed out, in its order. */
  private waiting: Message[] = [];
  private readonly outstanding = new Map<string, Outstanding>();
  private next: number;
  private sequence = 0;
  private checkpoint: { readonly index: number; readonly sequence: number };
  private checkpointAt = Date.now();
  private isPushing = false;

  constructor(
    private readonly log: StoredLog,
    private readonly plan: GroupPlan,
    settings: GroupSettings,
  ) {
    this.settingsNow = settings;
    this.strategy = strategyOf(settings.strategy);
    this.parking = new Parking(log, plan.name);
    this.next = plan.start;
    this.checkpoint = { index: plan.start, sequence: 0 };
  }

  get facts(): GroupFacts {
    return {
      ...{ name: this.plan.name, settings: this.settingsNow, consumers: [...this.consumers] },
      checkpoint: this.log.all[this.checkpoint.index - 1]?.place,
      newest: this.log.all[this.next - 1]?.place,
      ...{ waiting: this.waiting.length, outstanding: this.outstanding.size, parked: this.parking.count },
    };
  }

  get isFull(): boolean {
    const { maxSubscribers } = this.settingsNow;
    return maxSubscribers > 0 && this.consumers.size >= maxSubscribers;
  }

  /** As on the server, everybody has to come again. */
  update(settings: GroupSettings): void {
    this.dropAll(dropped(this.plan.name));
    this.settingsNow = settings;
    this.strategy = strategyOf(settings.strategy);
  }

  join(consumer: Consumer): void {
    this.consumers.add(consumer);
    this.strategy.joined(consumer);
    this.pushSoon();
  }

  /** What it had is handed out again. */
  leave(consumer: Consumer): void {
    if (!this.consumers.delete(consumer)) return;
    this.strategy.left(consumer);
    for (const message of consumer.unfinished) this.retry(message);
    this.pushSoon();
  }

  acknowledge(ids: readonly string[]): void {
    for (const id of ids) this.release(id);
    this.markCheckpoint('count');
    this.pushSoon();
  }

  refuse(ids: readonly string[], action: Refusal, reason: string): void {
    for (const id of ids) {
      const message = this.outstanding.get(id)?.message;
      if (!message) continue;
      if (action === 'retry') this.retry(message);
      else this.release(id);
      if (action === 'park') this.parking.park(message.event, `Client explicitly NAK'ed message.\n${reason}`);
    }
    this.pushSoon();
  }

  replayParked(): void {
    for (const event of this.parking.empty())
      insert(this.waiting, { event, sequence: 0, retries: 0, isReplayed: true });
    this.pushSoon();
  }

  /** Once in a while: what nobody answered for is handed out again, and the checkpoint is moved. */
  tick(): void {
    const now = Date.now();
    for (const { message, deadline } of this.outstanding.values()) if (deadline <= now) this.retry(message);
    if (now - this.checkpointAt >= this.settingsNow.checkpointAfter) this.markCheckpoint('time');
    this.pushSoon();
  }

  dropAll(why: CallFailure): void {
    for (const consumer of this.consumers) {
      this.leave(consumer);
      consumer.drop(why);
    }
  }

  /** What was acknowledged since the checkpoint is forgotten, and how often anything was tried. */
  restart(): void {
    this.dropAll(failure(status.UNAVAILABLE, 'going down'));
    this.waiting = [];
    this.outstanding.clear();
    this.next = this.checkpoint.index;
    this.sequence = this.checkpoint.sequence;
  }

  /** What consumers have in hand comes to them once more. */
  repeat(): void {
    for (const { message, consumer } of this.outstanding.values()) consumer.repeat(message);
  }

  /** Streams change hands while their events are under way. */
  move(): void {
    if (this.strategy instanceof Pinned) this.strategy.move();
  }

  /** There is something new in the log, or somebody has room. */
  pushSoon(): void {
    if (this.isPushing || this.consumers.size === 0) return;
    this.isPushing = true;
    setImmediate(() => {
      this.isPushing = false;
      this.push();
    });
  }

  private push(): void {
    let isFull = false;
    while (!isFull && this.fill()) {
      const kept: Message[] = [];
      for (const message of this.waiting) {
        const choice: Choice = isFull ? 'full' : this.strategy.choose(message.event.stream);
        isFull ||= choice === 'full';
        if (typeof choice === 'string') kept.push(message);
        else this.send(message, choice);
      }
      isFull ||= kept.length > 0;
      this.waiting = kept;
    }
  }

  /** Reads as much as may wait. @returns whether anything waits */
  private fill(): boolean {
    while (this.waiting.length < this.settingsNow.bufferSize) {
      const event = this.log.all[this.next];
      if (!event) break;
      this.next += 1;
      if (!this.plan.matches(event)) continue;
      this.sequence += 1;
      this.waiting.push({ event, sequence: this.sequence, retries: 0, isReplayed: false });
    }
    return this.waiting.length > 0;
  }

  private send(message: Message, consumer: Consumer): void {
    const deadline = Date.now() + this.settingsNow.messageTimeout;
    this.outstanding.set(message.event.id, { message, consumer, deadline });
    consumer.send(message);
  }

  private release(id: string): void {
    const entry = this.outstanding.get(id);
    entry?.consumer.release(entry.message);
    this.outstanding.delete(id);
  }

  private retry(message: Message): void {
    this.release(message.event.id);
    const { maxRetryCount } = this.settingsNow;
    if (message.retries >= maxRetryCount) this.parking.park(message.event, `Reached retry count of ${maxRetryCount}`);
    else insert(this.waiting, { ...message, retries: message.retries + 1 });
  }

  /** Before the first event that is not done. */
  private markCheckpoint(why: 'count' | 'time'): void {
    const { minCheckpointCount, maxCheckpointCount } = this.settingsNow;
    const least = this.checkpoint.sequence + (why === 'time' ? Math.max(1, minCheckpointCount) : maxCheckpointCount);
    if (this.sequence < least) return;
    const first = this.firstOpen();
    const sequence = first ? first.sequence - 1 : this.sequence;
    if (sequence < least) return;
    this.checkpoint = { index: first ? this.log.indexAfter(first.event.place) - 1 : this.next, sequence };
    this.checkpointAt = Date.now();
  }

  private firstOpen(): Message | undefined {
    let first = this.waiting.find(({ isReplayed }) => !isReplayed);
    for (const { message } of this.outstanding.values()) {
      if (!message.isReplayed && message.sequence < (first?.sequence ?? Infinity)) first = message;
    }
    return first;
  }
}

export const dropped = (group: string): CallFailure =>
  failure(status.CANCELLED, `the subscription ${group} was dropped`, {
    ...{ exception: 'persistent-subscription-dropped', 'stream-name': '$all', 'group-name': group },
  });
