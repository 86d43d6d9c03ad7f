import { randomUUID } from 'node:crypto';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { until } from '@testing/runs';
import { handledBy, placesOf, someStreams, Workplace } from '@testing/consumer-groups';
import { EventStoreDouble } from '@testing/eventstoredb';
import { EventStoreDbGroups } from './eventstoredb-groups.js';
import { EventStoreDbLog } from './eventstoredb-log.js';

let double: EventStoreDouble;
let place: Workplace;

beforeEach(async () => {
  double = await EventStoreDouble.start();
  const log = await EventStoreDbLog.open(double.connection);
  place = new Workplace(log, () => EventStoreDbGroups.open(double.connection));
});
afterEach(async () => {
  await place.end();
  double.stop();
});

describe('consumers of one group', () => {
  it('lose nothing while they come, go and are shuffled', async () => {
    const consumers = [await place.consumer()];
    const writing = Promise.all(someStreams(20).map((stream) => place.write(stream, 0, 20)));
    consumers.push(await place.consumer());
    double.groups.move();
    await consumers[0]?.stop();
    consumers.push(await place.consumer());
    double.groups.dropConsumers();
    await writing;
    double.groups.repeat();
    double.groups.move();
    await Promise.race(consumers.map((consumer) => consumer.until(() => handledBy(consumers).length === 400)));
    expect(handledBy(consumers)).toEqual(placesOf(someStreams(20), 20));
  });
});

describe('a consumer that is cut off', () => {
  it('goes on, and says so', async () => {
    const consumer = await place.consumer();
    await place.write('job-1', 0, 2);
    await consumer.until(() => consumer.seen.length === 2);
    double.groups.dropConsumers();
    await place.write('job-1', 2, 2);
    await consumer.until(() => handledBy([consumer]).length === 4);
    expect(consumer.troubles).toMatchObject([{ kind: 'connection', failures: 1 }]);
  });

  it.each(['unavailable', 'not-leader'] as const)('comes again while it is told %s', async (fault) => {
    await place.write('job-1', 0, 2);
    double.refuseConsumers(fault);
    const consumer = await place.consumer();
    await consumer.until(() => consumer.troubles.length === 2);
    expect(consumer.troubles).toMatchObject([{ failures: 1 }, { failures: 2, error: { type: fault } }]);
    double.refuseConsumers();
    await consumer.until(() => consumer.seen.length === 2);
  });

  it('handles once what it has under way then', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    await place.write('job-1', 0, 2);
    let calls = 0;
    const consumer = await place.consumer({}, ({ event }) =>
      event.revision === 0 && calls++ === 0 ? held : Promise.resolve(),
    );
    await place.described(consumer, (state) => state.underWay === 2);
    double.groups.dropConsumers();
    await consumer.until(() => consumer.troubles.length === 1);
    await place.described(consumer, (state) => state.underWay === 2);
    finish();
    await place.described(consumer, (state) => state.underWay === 0);
    expect(consumer.places).toEqual(placesOf(['job-1'], 2));
  });

  it('gets again what the store forgot when it was restarted', async () => {
    const consumer = await place.consumer();
    await place.write('job-1', 0, 5);
    await consumer.until(() => consumer.seen.length === 5);
    await place.described(consumer, (state) => state.underWay === 0);
    double.groups.restart();
    await place.write('job-1', 5, 1);
    await consumer.until(() => consumer.places.includes('job-1@5'));
    expect(handledBy([consumer])).toEqual(placesOf(['job-1'], 6));
    expect(consumer.seen.length).toBeGreaterThan(6);
  });
});

describe('the end', () => {
  it('comes at once while the store cannot be reached', async () => {
    double.refuseConsumers('unavailable');
    const consumer = await place.consumer();
    await consumer.until(() => consumer.troubles.length === 2);
    await consumer.stop();
  });
});

describe('a group', () => {
  it('is nothing before anybody consumed it', async () => {
    const groups = await EventStoreDbGroups.open(double.connection);
    expect(await groups.describe(place.group)).toBeNull();
    expect(await groups.parked(place.group)).toEqual([]);
    await groups.close();
  });

  describe('that had something put aside when it was about something else', () => {
    const failing = () => Promise.reject(new Error('not today'));
    const filter = { eventTypes: ['Old', 'New'] };

    beforeEach(async () => {
      await place.write('job-1', 0, 1, 'Old');
      const before = await place.consumer({ filter: { eventTypes: ['Old'] } }, failing);
      const head = await place.log.head();
      await place.described(before, (state) => state.parked === 1 && (state.done ?? '') >= (head ?? ''));
      await before.stop();
    });

    it('tries that once more', async () => {
      const after = await place.consumer({ filter });
      await after.until(() => after.places.includes('job-1@0'));
      await place.described(after, (state) => state.parked === 0 && state.consumers === 1);
    });

    it('keeps it while it fails, and does not hand it out to nobody', async () => {
      const after = await place.consumer({ filter }, failing);
      await after.until(() => after.troubles.some((trouble) => trouble.kind === 'event' && trouble.final));
      await after.groups.replayParked(place.group);
      const all = await after.groups.parked(place.group);
      expect(new Set(all.map(({ event }) => `${event.stream}@${event.revision}`.slice(place.prefix.length)))).toEqual(
        new Set(['job-1@0']),
      );
    });
  });
});

describe('consumers that have more under way than they wanted', () => {
  it('leave the connection to what their handlers need', async () => {
    const log = await EventStoreDbLog.open(double.connection);
    const groups = await EventStoreDbGroups.open(double.connection);
    const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '2030-01-15T03:00:04.120000Z', hash: '' };
    for (let at = 0; at < 300; at++) {
      const event = { id: randomUUID(), type: 'Noted', schema: 1, data: { text: 'x'.repeat(8_000) }, meta };
      await log.append(`job-${at}`, 'no-stream', [event]);
    }
    const stopping = new AbortController();
    let troubles = 0;
    const options = { group: 'large', filter: { eventTypes: ['Noted'] }, sharing: 'any', atOnce: 100 } as const;
    const seen = new Set<string>();
    let finish = (): void => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const consume = () =>
      groups.consume({ ...options, signal: stopping.signal, onTrouble: () => (troubles += 1) }, ({ event }) => {
        seen.add(event.stream);
        return held;
      });
    const consuming = [consume(), consume(), consume()];
    await until(() => seen.size === 300);
    for (let drop = 1; drop <= 5; drop++) {
      double.groups.dropConsumers();
      await until(() => troubles === 3 * drop);
      await until(async () => (await groups.describe('large'))?.consumers === 3);
    }
    expect((await log.readAll()).events).toHaveLength(300);
    finish();
    await until(() => seen.size === 300);
    stopping.abort();
    await Promise.all(consuming);
    await groups.close();
    await log.close();
  });
});
