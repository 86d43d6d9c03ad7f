import { type ConsumerGroups, type Delivery, type EventLog, LogUnavailable } from '@application/ports';
import { handledBy, placesOf, someStreams, Workplace } from '@testing/consumer-groups';

/** How a suite gets at one store, which need not be empty. */
export interface ConsumerGroupsFixture {
  readonly log: EventLog;
  /** The groups as another process sees them. */
  readonly groups: () => Promise<ConsumerGroups>;
  /** At the end: groups whose names begin so are of no use any more. */
  readonly forget: (prefix: string) => Promise<void>;
}

/** What every store promises to those who share its events out. */
export const consumerGroupsContract = (name: string, open: () => Promise<ConsumerGroupsFixture>): void => {
  describe(`consumer groups: ${name}`, () => {
    let fixture: ConsumerGroupsFixture;
    let place: Workplace;

    beforeEach(async () => {
      fixture = await open();
      place = new Workplace(fixture.log, fixture.groups);
    });
    afterEach(async () => {
      await place.end();
      await fixture.forget(place.prefix);
    });

    describe('consumers of one group', () => {
      it('get everything that is there and that comes, and nothing else', async () => {
        await place.write('job-1', 0, 3);
        await place.write('wfjob-1', 0, 2);
        const consumer = await place.consumer();
        await consumer.until(() => consumer.seen.length === 3);
        await place.write('wfjob-1', 2, 2);
        await place.write('job-1', 3, 2);
        await consumer.until(() => consumer.seen.length === 5);
        expect(consumer.places).toEqual(placesOf(['job-1'], 5));
        expect(consumer.seen.map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 1]);
      });

      it('share the streams, each in order', async () => {
        const consumers = [await place.consumer(), await place.consumer()];
        await Promise.all(consumers.map((consumer) => place.joined(consumer, 2)));
        await Promise.all(someStreams(20).map((stream) => place.write(stream, 0, 10)));
        const [one, other] = consumers;
        if (!one || !other) throw new Error('two were started');
        await place.described(one, (state) => state.underWay === 0 && handledBy(consumers).length === 200);
        expect(handledBy(consumers)).toEqual(placesOf(someStreams(20), 10));
        expect(one.seen.length + other.seen.length).toBe(200);
        for (const consumer of consumers) {
          expect(consumer.seen.length).toBeGreaterThan(0);
          for (const stream of someStreams(20)) {
            const revisions = consumer.seen
              .filter(({ event }) => event.stream === stream)
              .map(({ event }) => event.revision);
            expect([0, 10]).toContain(revisions.length);
            expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
          }
        }
      });

      it('hold no more under way than was asked for', async () => {
        let [now, most] = [0, 0];
        let open: () => void = () => undefined;
        const isBusy = new Promise<void>((resolve) => (open = resolve));
        await Promise.all(someStreams(20).map((stream) => place.write(stream, 0, 3)));
        const consumer = await place.consumer({ atOnce: 5 }, async () => {
          most = Math.max(most, ++now);
          if (now === 5) open();
          await isBusy;
          now -= 1;
        });
        await consumer.until(() => consumer.seen.length === 60);
        expect(most).toBe(5);
      });

      it('begin at a position, if one is named', async () => {
        await place.write('job-1', 0, 4);
        const from = await place.log.head();
        await place.write('job-1', 4, 1);
        const consumer = await place.consumer(from ? { from } : {});
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
        await place.write('job-1', 0, 3);
        const consumer = await place.consumer({}, failing(2));
        await consumer.until(() => consumer.seen.length === 3);
        expect(consumer.places).toEqual(placesOf(['job-1'], 3));
        expect(consumer.troubles).toMatchObject([
          { kind: 'event', attempt: 1, final: false },
          { kind: 'event', attempt: 2, final: false },
        ]);
        expect(await consumer.groups.describe(place.group)).toMatchObject({ parked: 0 });
      });

      it('is tried on for as long as it is a store that does not answer', async () => {
        let failures = 0;
        await place.write('job-1', 0, 2);
        const consumer = await place.consumer({}, ({ event }) =>
          event.revision === 0 && failures++ < 10
            ? Promise.reject(new LogUnavailable('gone', true))
            : Promise.resolve(),
        );
        await consumer.until(() => consumer.seen.length === 2);
        expect(consumer.places).toEqual(['job-1@0', 'job-1@1']);
        expect(await consumer.groups.describe(place.group)).toMatchObject({ parked: 0 });
      });

      it('is parked with its error in the end, and can be had again', async () => {
        await place.write('job-1', 0, 3);
        const consumer = await place.consumer({}, failing(3));
        await consumer.until(() => consumer.seen.length === 2);
        await place.described(consumer, (state) => state.parked === 1);
        expect(await consumer.groups.parked(place.group)).toMatchObject([
          { event: { stream: `${place.prefix}job-1`, revision: 0 }, reason: 'Error: not today' },
        ]);
        expect(consumer.troubles.at(-1)).toMatchObject({ kind: 'event', attempt: 3, final: true });
        await consumer.groups.replayParked(place.group);
        await consumer.until(() => consumer.seen.length === 3);
        expect(consumer.places).toEqual(['job-1@1', 'job-1@2', 'job-1@0']);
        expect(await place.described(consumer, (state) => state.underWay === 0)).toMatchObject({ parked: 0 });
        expect(await consumer.groups.parked(place.group)).toEqual([]);
      });
    });

    describe('a consumer that is cut off', () => {
      it('leaves what it had to the others, who are told that it is not the first time', async () => {
        let fail: (error: Error) => void = () => undefined;
        const held = new Promise<void>((_, reject) => (fail = reject));
        await place.write('job-1', 0, 1);
        const first = await place.consumer({}, () => held);
        await place.described(first, (state) => state.underWay === 1);
        const other = await place.consumer();
        await place.joined(other, 2);
        const stopping = first.stop();
        fail(new Error('interrupted'));
        await stopping;
        await other.until(() => other.seen.length === 1);
        expect(other.seen).toMatchObject([{ attempt: 2, event: { stream: `${place.prefix}job-1` } }]);
        expect(first.seen).toEqual([]);
      });
    });

    describe('the end', () => {
      it('waits for what is under way, and starts nothing more', async () => {
        let finish: () => void = () => undefined;
        const held = new Promise<void>((resolve) => (finish = resolve));
        await place.write('job-1', 0, 3);
        const first = await place.consumer({}, () => held);
        await place.described(first, (state) => state.underWay === 3);
        const stopping = first.stop();
        finish();
        await stopping;
        expect(first.places).toEqual(['job-1@0']);
        const second = await place.consumer();
        await second.until(() => second.seen.length === 2);
        expect(second.places).toEqual(['job-1@1', 'job-1@2']);
      });
    });

    describe('a group', () => {
      it('tells how far it is', async () => {
        const consumer = await place.consumer();
        await place.write('job-1', 0, 3);
        const head = await place.log.head();
        const state = await place.described(consumer, (now) => now.done !== undefined && now.done === head);
        expect(state).toEqual({ consumers: 1, underWay: 0, parked: 0, done: head, newest: head });
      });

      it('goes on where it stood when it is about something else from now on', async () => {
        await place.write('job-1', 0, 2, 'Old');
        const before = await place.consumer({ filter: { eventTypes: ['Old'] } });
        await before.until(() => before.seen.length === 2);
        const head = await place.log.head();
        await place.described(before, (now) => now.done === head);
        await before.stop();
        await place.write('job-1', 2, 1, 'Old');
        await place.write('job-1', 3, 1, 'New');
        const after = await place.consumer({
          filter: { eventTypes: ['Old', 'New'], streamPrefixes: [`${place.prefix}job-`] },
        });
        await after.until(() => after.places.includes('job-1@3'));
        expect(after.places).toContain('job-1@2');
        expect(after.places).not.toContain('job-1@0');
        const again = await place.consumer({
          filter: { eventTypes: ['New', 'Old'], streamPrefixes: [`${place.prefix}job-`] },
        });
        expect(await place.joined(again, 2)).toMatchObject({ consumers: 2 });
      });
    });
  });
};
