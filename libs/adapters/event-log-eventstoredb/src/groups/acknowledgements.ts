import type { PersistentSubscriptionToAll, PersistentSubscriptionToAllResolvedEvent } from '@eventstore/db-client';

type Delivered = PersistentSubscriptionToAllResolvedEvent;

/** What was finished in so short a time goes to the store in one message. */
const TOGETHER_MS = 5;
/** The store takes no more at once. */
const MOST = 500;

/**
 * Tells the store what is done. One that is lost on the way, because the connection breaks, does no harm: the event comes
 * once more.
 */
export class Acknowledgements {
  private done: Delivered[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly subscription: () => PersistentSubscriptionToAll | undefined) {}

  acknowledge(event: Delivered): void {
    this.done.push(event);
    if (this.done.length >= MOST) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), TOGETHER_MS);
  }

  park(event: Delivered, reason: string): void {
    void this.subscription()?.nack('park', reason, event).catch(lost);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { done } = this;
    this.done = [];
    if (done.length > 0)
      void this.subscription()
        ?.ack(...done)
        .catch(lost);
  }
}

/** The subscription tells itself that it broke. */
const lost = (): void => undefined;
