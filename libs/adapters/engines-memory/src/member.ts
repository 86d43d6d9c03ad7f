import {
  type ConsumeOptions,
  type Delivery,
  OrderedWork,
  type StoredEvent,
  type WorkOutcome,
} from '@application/ports';

/** An event on its way through a group. */
export interface Message {
  readonly event: StoredEvent;
  /** How far the group had looked before it. */
  readonly before: StoredEvent['position'] | undefined;
  /** Deliveries before this one. */
  readonly retries: number;
  /** It was parked before: how far the group is does not depend on it. */
  readonly isReplayed: boolean;
}

/** A process as one of the consumers of a group. */
export class Member {
  private readonly inFlight = new Set<Message>();
  private readonly work: OrderedWork;
  private isGone = false;

  constructor(
    private readonly options: ConsumeOptions,
    handle: (delivery: Delivery) => Promise<void>,
  ) {
    this.work = new OrderedWork(options, (delivery) => (this.isGone ? forever() : handle(delivery)));
  }

  /** One that wants to stop takes nothing more. */
  get isFull(): boolean {
    return this.options.signal.aborted || this.inFlight.size >= this.options.atOnce;
  }

  /** What it had and did not finish. */
  get unfinished(): readonly Message[] {
    return [...this.inFlight];
  }

  take(message: Message, answer: (outcome: WorkOutcome) => void): void {
    this.inFlight.add(message);
    void this.work.take(message.event, message.retries)?.then((outcome) => {
      if (this.isGone || outcome.kind === 'kept') return;
      this.inFlight.delete(message);
      answer(outcome);
    });
  }

  settled(): Promise<void> {
    return this.work.settled();
  }

  /** Its process is no more. */
  vanish(): void {
    this.isGone = true;
  }
}

/** What never comes. */
const forever = (): Promise<never> => new Promise(() => undefined);
