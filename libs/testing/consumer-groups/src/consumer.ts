import type { ConsumeOptions, ConsumerGroups, Delivery, GroupTrouble } from '@application/ports';

/** A process that consumes a group, and what it saw. */
export class Consumer {
  readonly seen: Delivery[] = [];
  readonly troubles: GroupTrouble[] = [];
  private readonly abort = new AbortController();
  private readonly ended: Promise<void>;
  private news: () => void = () => undefined;

  /** @param prefix of its streams, which `places` leaves out */
  constructor(
    readonly groups: ConsumerGroups,
    private readonly prefix: string,
    options: Omit<ConsumeOptions, 'signal' | 'onTrouble'>,
    handle: (delivery: Delivery) => Promise<void>,
  ) {
    const onTrouble = (trouble: GroupTrouble): void => {
      this.troubles.push(trouble);
      this.news();
    };
    this.ended = groups.consume({ ...options, signal: this.abort.signal, onTrouble }, async (delivery) => {
      await handle(delivery);
      this.seen.push(delivery);
      this.news();
    });
  }

  /** `stream@revision` of everything it handled, in that order. */
  get places(): readonly string[] {
    return this.seen.map(({ event }) => `${event.stream}@${event.revision}`.slice(this.prefix.length));
  }

  /** The caller's test times out when it never holds. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => (this.news = resolve));
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.ended;
    await this.groups.close();
  }
}
