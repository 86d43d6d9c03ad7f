import type {
  EventStoreDBClient,
  PersistentSubscriptionToAll,
  PersistentSubscriptionToAllResolvedEvent,
} from '@eventstore/db-client';
import {
  type ConsumeOptions,
  type Delivery,
  isSelected,
  OrderedWork,
  rest,
  untilAborted,
  type WorkOutcome,
} from '@application/ports';
import { storedEvent } from '../stored-events.js';
import { Acknowledgements } from './acknowledgements.js';
import { storeName } from './group-names.js';
import { parkedIn } from './parked-events.js';
import { isGroupMissing, type StoreGroups } from './store-groups.js';

/** Waits before a broken subscription is opened again, in ms; the last one repeats. */
const BACK_OFF = [50, 250, 1_000, 5_000] as const;
/** At the end, a store that does not answer is left without. */
const FAREWELL_MS = 2_000;

/** This process as one consumer of a group, through as many connections as it takes. */
export class GroupConsumer {
  private readonly name: string;
  private readonly work: OrderedWork;
  private readonly aborted: Promise<void>;
  private readonly acknowledgements = new Acknowledgements(() => this.subscription);
  private subscription: PersistentSubscriptionToAll | undefined;
  private failures = 0;
  private inheriting: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly groups: StoreGroups,
    private readonly options: ConsumeOptions,
    handle: (delivery: Delivery) => Promise<void>,
  ) {
    this.name = storeName(options.group, options.filter);
    this.work = new OrderedWork(options, handle);
    this.aborted = untilAborted(options.signal);
  }

  /** Until the signal aborts and what was under way is finished. */
  async run(): Promise<void> {
    const { signal, onTrouble } = this.options;
    let isPrepared = false;
    while (!signal.aborted) {
      try {
        if (!isPrepared) await this.prepare();
        isPrepared = true;
        await Promise.race([this.aborted, this.broken()]);
      } catch (error) {
        if (signal.aborted) break;
        isPrepared &&= !isGroupMissing(error);
        this.failures += 1;
        onTrouble({ kind: 'connection', failures: this.failures, error });
        await rest(BACK_OFF[Math.min(this.failures, BACK_OFF.length) - 1] ?? 0, signal);
      }
    }
    await this.finish();
  }

  private async prepare(): Promise<void> {
    await this.groups.prepare(this.options);
    this.inheriting = this.inherit().catch((error: unknown) =>
      this.options.onTrouble({ kind: 'connection', failures: this.failures, error }),
    );
  }

  /** What was put aside while the group was about something else is tried once more: nobody would be handed that again. */
  private async inherit(): Promise<void> {
    for (const name of await this.groups.left(this.options)) {
      if (this.options.signal.aborted) return;
      if (await this.isInherited(name)) await this.groups.remove(name);
    }
  }

  /** False when something is left: what failed, or what this process did not come to before its end. */
  private async isInherited(name: string): Promise<boolean> {
    const { signal, filter } = this.options;
    const parked = await Promise.race([parkedIn(this.client, name), this.aborted]);
    if (!parked) return false;
    let isDone = true;
    for (const { event } of parked) {
      if (signal.aborted) return false;
      if (!isSelected(event, filter)) continue;
      const outcome = await this.work.take(event, 0);
      isDone &&= outcome?.kind === 'done';
    }
    return isDone;
  }

  /** Opens a subscription. @throws what broke it, some day */
  private async broken(): Promise<never> {
    const { atOnce } = this.options;
    const subscription = this.client.subscribeToPersistentSubscriptionToAll(this.name, { bufferSize: atOnce });
    this.subscription = subscription;
    try {
      return await new Promise<never>((_, reject) => {
        subscription.on('confirmation', () => (this.failures = 0));
        subscription.on('data', (delivered) => this.take(delivered, reject));
        subscription.on('error', reject);
        subscription.on('end', () => reject(new Error('the store ended the subscription')));
      });
    } finally {
      await left(subscription);
    }
  }

  /**
   * A subscription is never paused, though a new one may bring as much as the one before, of which some is still under way: what lies
   * unread fills the connection, which is also that of the other groups of this process, and hides that the subscription broke.
   * @param fail what cannot be read must not be passed over: then there is no going on
   */
  private take(delivered: PersistentSubscriptionToAllResolvedEvent, fail: (error: unknown) => void): void {
    if (!delivered.event || this.options.signal.aborted) return;
    try {
      const event = storedEvent(delivered.event);
      if (isSelected(event, this.options.filter))
        this.work.take(event, delivered.retryCount)?.then(this.answer(delivered), fail);
      else this.acknowledgements.acknowledge(delivered);
    } catch (error) {
      fail(error);
    }
  }

  private readonly answer =
    (delivered: PersistentSubscriptionToAllResolvedEvent) =>
    (outcome: WorkOutcome): void => {
      if (outcome.kind === 'done') this.acknowledgements.acknowledge(delivered);
      if (outcome.kind === 'parked') this.acknowledgements.park(delivered, outcome.reason);
    };

  /** The last acknowledgements have arrived when the store answers something that was asked after them. */
  private async finish(): Promise<void> {
    await this.inheriting;
    await this.work.settled();
    const { subscription } = this;
    if (!subscription) return;
    this.acknowledgements.flush();
    await this.client.getPersistentSubscriptionToAllInfo(this.name, { deadline: FAREWELL_MS }).catch(() => undefined);
    await left(subscription);
  }
}

const left = async (subscription: PersistentSubscriptionToAll): Promise<void> => {
  await subscription.unsubscribe().catch(() => undefined); // it may never have been opened
  subscription.destroy();
};
