import { randomUUID } from 'node:crypto';
import type { ConsumeOptions, Delivery, GroupTrouble, NewEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { EventStoreDouble } from '@testing/eventstoredb';
import { EventStoreDbGroups } from './eventstoredb-groups.js';
import { EventStoreDbLog } from './eventstoredb-log.js';

const anEvent = (type = 'Noted'): NewEvent => ({
  ...{ id: randomUUID(), type, schema: 1, data: {} },
  meta: {
    correlation: 'c',
    causation: 'c',
    actor: SYSTEM_ACTOR,
    at: '2030-01-15T03:00:04.120000Z',
    hash: 'ab'.repeat(32),
  },
});

let double: EventStoreDouble;
let log: EventStoreDbLog;
let running: Consumer[] = [];

beforeEach(async () => {
  double = await EventStoreDouble.start();
  log = await EventStoreDbLog.open(double.connection);
});
afterEach(async () => {
  await Promise.all(running.map((consumer) => consumer.stop()));
  running = [];
  await log.close();
  double.stop();
});

/** A process that consumes, and what it saw. */
class Consumer {
  readonly seen: Delivery[] = [];
  readonly troubles: GroupTrouble[] = [];
  private readonly abort = new AbortController();
  private ended: Promise<void> = Promise.resolve();
  private isEnded = false;
  private news: () => void = () => undefined;

  private constructor(readonly groups: EventStoreDbGroups) {}

  static async start(
    options: Partial<ConsumeOptions> = {},
    handle: (delivery: Delivery) => Promise<void> = () => Promise.resolve(),
  ): Promise<Consumer> {
    const consumer = new Consumer(await EventStoreDbGroups.open(double.connection));
    running.push(consumer);
    const given: ConsumeOptions = {
      ...{ group: 'workers', filter: { streamPrefixes: ['job-'] }, atOnce: 20, retryDelays: [1, 1], ...options },
      signal: consumer.abort.signal,
      onTrouble: (trouble) => {
        consumer.troubles.push(trouble);
        consumer.news();
      },
    };
    consumer.ended = consumer.groups
      .consume(given, async (delivery) => {
        await handle(delivery);
        consumer.seen.push(delivery);
        consumer.news();
      })
      .finally(() => (consumer.isEnded = true));
    return consumer;
  }

  get places(): readonly string[] {
    return this.seen.map(({ event }) => `${event.stream}@${event.revision}`);
  }

  /** The caller's test times out when it never holds. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => (this.news = resolve));
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.ended;
    expect(this.isEnded).toBe(true);
    await this.groups.close();
  }
}

const write = async (stream: string, from: number, count: number, type?: string): Promise<void> => {
  for (let revision = from; revision < from + count; revision += 1)
    await log.append(stream, revision === 0 ? 'no-stream' : revision - 1, [anEvent(type)]);
};
const streams = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `job-${index}`);
const placesOf = (names: readonly string[], each: number): readonly string[] =>
  names.flatMap((name) => Array.from({ length: each }, (_, revision) => `${name}@${revision}`)).sort();
const distinct = (consumers: readonly Consumer[]): readonly string[] =>
  [...new Set(consumers.flatMap(({ places }) => places))].sort();

/** The store's view, asked until it is so. */
const described = async (
  consumer: Consumer,
  isSo: (state: Awaited<ReturnType<EventStoreDbGroups['describe']>>) => boolean,
) => {
  for (;;) {
    const state = await consumer.groups.describe('workers');
    if (isSo(state)) return state;
  }
};
const joined = (consumer: Consumer, consumers: number) =>
  described(consumer, (state) => state?.consumers === consumers);

describe('consumers of one group', () => {
  it('get everything that is there and that comes, and nothing else', async () => {
    await write('job-1', 0, 3);
    await write('wfjob-1', 0, 2);
    const consumer = await Consumer.start();
    await consumer.until(() => consumer.seen.length === 3);
    await write('wfjob-1', 2, 2);
    await write('job-1', 3, 2);
    await consumer.until(() => consumer.seen.length === 5);
    expect(consumer.places).toEqual(placesOf(['job-1'], 5));
    expect(consumer.seen.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1]);
  });

  it('share the streams, each in order', async () => {
    const consumers = [await Consumer.start(), await Consumer.start()];
    await Promise.all(consumers.map((consumer) => joined(consumer, 2)));
    await Promise.all(streams(20).map((stream) => write(stream, 0, 10)));
    const [one, other] = consumers;
    if (!one || !other) throw new Error('two were started');
    await described(one, (state) => state?.underWay === 0 && distinct(consumers).length === 200);
    expect(distinct(consumers)).toEqual(placesOf(streams(20), 10));
    expect(one.seen.length + other.seen.length).toBe(200);
    for (const consumer of consumers) {
      expect(consumer.seen.length).toBeGreaterThan(0);
      for (const stream of streams(20)) {
        const revisions = consumer.seen
          .filter(({ event }) => event.stream === stream)
          .map(({ event }) => event.revision);
        expect([0, 10]).toContain(revisions.length);
        expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
      }
    }
  });

  it('lose nothing while they come, go and are shuffled', async () => {
    const consumers = [await Consumer.start()];
    const writing = Promise.all(streams(20).map((stream) => write(stream, 0, 20)));
    consumers.push(await Consumer.start());
    double.groups.move();
    await consumers[0]?.stop();
    consumers.push(await Consumer.start());
    double.groups.dropConsumers();
    await writing;
    double.groups.repeat();
    double.groups.move();
    const last = consumers[2];
    await last?.until(() => distinct(consumers).length === 400);
    expect(distinct(consumers)).toEqual(placesOf(streams(20), 20));
  });

  it('hold no more under way than was asked for', async () => {
    let [now, most] = [0, 0];
    let open: () => void = () => undefined;
    const isBusy = new Promise<void>((resolve) => (open = resolve));
    await Promise.all(streams(20).map((stream) => write(stream, 0, 3)));
    const consumer = await Consumer.start({ atOnce: 5 }, async () => {
      most = Math.max(most, ++now);
      if (now === 5) open();
      await isBusy;
      now -= 1;
    });
    await consumer.until(() => consumer.seen.length === 60);
    expect(most).toBe(5);
  });

  it('begin at a position, if one is named', async () => {
    await write('job-1', 0, 5);
    const from = (await log.readAll({ limit: 4 })).events.at(-1)?.position;
    const consumer = await Consumer.start(from ? { from } : {});
    await consumer.until(() => consumer.seen.length === 2);
    expect(consumer.places).toEqual(['job-1@3', 'job-1@4']);
  });
});

describe('an event that cannot be handled', () => {
  const failing = (times: number) => {
    let failures = 0;
    return ({ event }: Delivery): Promise<void> =>
      event.revision === 0 && failures++ < times ? Promise.reject(new Error('not today')) : Promise.resolve();
  };

  it('is tried again, before what follows in its stream', async () => {
    await write('job-1', 0, 3);
    const consumer = await Consumer.start({}, failing(2));
    await consumer.until(() => consumer.seen.length === 3);
    expect(consumer.places).toEqual(placesOf(['job-1'], 3));
    expect(consumer.troubles).toMatchObject([
      { kind: 'event', attempt: 1, final: false },
      { kind: 'event', attempt: 2, final: false },
    ]);
    expect(await consumer.groups.describe('workers')).toMatchObject({ parked: 0 });
  });

  it('is parked with its error in the end, and can be had again', async () => {
    await write('job-1', 0, 3);
    const consumer = await Consumer.start({}, failing(3));
    await consumer.until(() => consumer.seen.length === 2);
    await described(consumer, (state) => state?.parked === 1);
    expect(await consumer.groups.parked('workers')).toMatchObject([
      { event: { stream: 'job-1', revision: 0 }, reason: 'Error: not today' },
    ]);
    expect(consumer.troubles.at(-1)).toMatchObject({ kind: 'event', attempt: 3, final: true });
    await consumer.groups.replayParked('workers');
    await consumer.until(() => consumer.seen.length === 3);
    expect(consumer.places).toEqual(['job-1@1', 'job-1@2', 'job-1@0']);
    expect(await described(consumer, (state) => state?.underWay === 0)).toMatchObject({ parked: 0 });
    expect(await consumer.groups.parked('workers')).toEqual([]);
  });
});

describe('a consumer that is cut off', () => {
  it('goes on, and says so', async () => {
    const consumer = await Consumer.start();
    await write('job-1', 0, 2);
    await consumer.until(() => consumer.seen.length === 2);
    double.groups.dropConsumers();
    await write('job-1', 2, 2);
    await consumer.until(() => distinct([consumer]).length === 4);
    expect(consumer.troubles).toMatchObject([{ kind: 'connection', failures: 1 }]);
  });

  it.each(['unavailable', 'not-leader'] as const)('comes again while it is told %s', async (fault) => {
    await write('job-1', 0, 2);
    double.refuseConsumers(fault);
    const consumer = await Consumer.start();
    await consumer.until(() => consumer.troubles.length === 2);
    expect(consumer.troubles).toMatchObject([{ failures: 1 }, { failures: 2, error: { type: fault } }]);
    double.refuseConsumers();
    await consumer.until(() => consumer.seen.length === 2);
  });

  it('handles once what it has under way then', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    await write('job-1', 0, 2);
    let calls = 0;
    const consumer = await Consumer.start({}, ({ event }) =>
      event.revision === 0 && calls++ === 0 ? held : Promise.resolve(),
    );
    await described(consumer, (state) => state?.underWay === 2);
    double.groups.dropConsumers();
    await consumer.until(() => consumer.troubles.length === 1);
    await described(consumer, (state) => state?.underWay === 2);
    finish();
    await described(consumer, (state) => state?.underWay === 0);
    expect(consumer.places).toEqual(placesOf(['job-1'], 2));
  });

  it('gets again what the store forgot when it was restarted', async () => {
    const consumer = await Consumer.start();
    await write('job-1', 0, 5);
    await consumer.until(() => consumer.seen.length === 5);
    await described(consumer, (state) => state?.underWay === 0);
    double.groups.restart();
    await write('job-1', 5, 1);
    await consumer.until(() => consumer.places.includes('job-1@5'));
    expect(distinct([consumer])).toEqual(placesOf(['job-1'], 6));
    expect(consumer.seen.length).toBeGreaterThan(6);
  });

  it('leaves what it had to the others, who are told that it is not the first time', async () => {
    let fail: (error: Error) => void = () => undefined;
    const held = new Promise<void>((_, reject) => (fail = reject));
    await write('job-1', 0, 1);
    const first = await Consumer.start({}, () => held);
    await described(first, (state) => state?.underWay === 1);
    const other = await Consumer.start();
    await joined(other, 2);
    const stopping = first.stop();
    fail(new Error('interrupted'));
    await stopping;
    await other.until(() => other.seen.length === 1);
    expect(other.seen).toMatchObject([{ attempt: 2, event: { stream: 'job-1' } }]);
    expect(first.seen).toEqual([]);
  });
});

describe('the end', () => {
  it('waits for what is under way, and starts nothing more', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    await write('job-1', 0, 3);
    const first = await Consumer.start({}, () => held);
    await described(first, (state) => state?.underWay === 3);
    const stopping = first.stop();
    finish();
    await stopping;
    expect(first.places).toEqual(['job-1@0']);
    const second = await Consumer.start();
    await second.until(() => second.seen.length === 2);
    expect(second.places).toEqual(['job-1@1', 'job-1@2']);
  });

  it('comes at once while the store cannot be reached', async () => {
    double.refuseConsumers('unavailable');
    const consumer = await Consumer.start();
    await consumer.until(() => consumer.troubles.length === 2);
    await consumer.stop();
    running = [];
  });
});

describe('a group', () => {
  it('is nothing before anybody consumed it', async () => {
    const groups = await EventStoreDbGroups.open(double.connection);
    expect(await groups.describe('workers')).toBeNull();
    expect(await groups.parked('workers')).toEqual([]);
    await groups.close();
  });

  it('tells how far it is', async () => {
    const consumer = await Consumer.start();
    await write('job-1', 0, 3);
    const head = await log.head();
    const state = await described(consumer, (now) => now?.done !== undefined && now.done === head);
    expect(state).toEqual({ consumers: 1, underWay: 0, parked: 0, done: head, newest: head });
  });

  it('goes on where it stood when it is about something else from now on', async () => {
    await write('job-1', 0, 2, 'Old');
    const before = await Consumer.start({ filter: { eventTypes: ['Old'] } });
    await before.until(() => before.seen.length === 2);
    const head = await log.head();
    await described(before, (now) => now?.done === head);
    await before.stop();
    await write('job-1', 2, 1, 'Old');
    await write('job-1', 3, 1, 'New');
    const after = await Consumer.start({ filter: { eventTypes: ['Old', 'New'], streamPrefixes: ['job-'] } });
    await after.until(() => after.places.includes('job-1@3'));
    expect(after.places).toContain('job-1@2');
    expect(after.places).not.toContain('job-1@0');
    const again = await Consumer.start({ filter: { eventTypes: ['New', 'Old'], streamPrefixes: ['job-'] } });
    expect(await joined(again, 2)).toMatchObject({ consumers: 2 });
  });
});
