import { randomUUID } from 'node:crypto';
import type { ConsumeOptions, ConsumerGroups, Delivery, EventLog, GroupState, NewEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { Consumer } from './consumer.js';

const META = {
  ...{ correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '2030-01-15T03:00:04.120000Z' },
  hash: 'ab'.repeat(32),
};

/** A log and the processes that share its events out; streams and groups have names that nobody else's have. */
export class Workplace {
  readonly prefix = `${randomUUID().slice(0, 8)}.`;
  readonly group = `${this.prefix}workers`;
  private running: Consumer[] = [];

  constructor(
    readonly log: EventLog,
    private readonly open: () => Promise<ConsumerGroups>,
  ) {}

  async consumer(
    options: Partial<ConsumeOptions> = {},
    handle: (delivery: Delivery) => Promise<void> = () => Promise.resolve(),
  ): Promise<Consumer> {
    const filter = { streamPrefixes: [`${this.prefix}job-`] };
    const given = { ...{ group: this.group, filter, atOnce: 20, retryDelays: [1, 1] }, ...options };
    const consumer = new Consumer(await this.open(), this.prefix, given, handle);
    this.running.push(consumer);
    return consumer;
  }

  /** Events one by one, with these revisions. */
  async write(stream: string, from: number, count: number, type = 'Noted'): Promise<void> {
    for (let revision = from; revision < from + count; revision += 1) {
      const event: NewEvent = { id: randomUUID(), type, schema: 1, data: {}, meta: META };
      await this.log.append(`${this.prefix}${stream}`, revision === 0 ? 'no-stream' : revision - 1, [event]);
    }
  }

  /** The store's view, asked until it is so. */
  async described(consumer: Consumer, isSo: (state: GroupState) => boolean): Promise<GroupState> {
    for (;;) {
      const state = await consumer.groups.describe(this.group);
      if (state && isSo(state)) return state;
    }
  }

  joined(consumer: Consumer, consumers: number): Promise<GroupState> {
    return this.described(consumer, (state) => state.consumers === consumers);
  }

  async end(): Promise<void> {
    const { running } = this;
    this.running = [];
    await Promise.all(running.map((consumer) => consumer.stop()));
    await this.log.close();
  }
}

export const someStreams = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `job-${index}`);

/** All `stream@revision` of some streams. */
export const placesOf = (streams: readonly string[], each: number): readonly string[] =>
  streams.flatMap((name) => Array.from({ length: each }, (_, revision) => `${name}@${revision}`)).sort();

/** What at least one of them handled. */
export const handledBy = (consumers: readonly Consumer[]): readonly string[] =>
  [...new Set(consumers.flatMap(({ places }) => places))].sort();
