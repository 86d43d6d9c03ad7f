import { randomUUID } from 'node:crypto';
import {
  type EventLog,
  type ExpectedRevision,
  type LogBatch,
  LogDamaged,
  type LogFilter,
  LogUnavailable,
  type NewEvent,
  type Position,
  type StoredEvent,
  WrongExpectedRevision,
} from '@application/ports';
import { Numeral, SYSTEM_ACTOR } from '@domain/kernel';

/** How a suite gets at one store, which need not be empty. `reopen` is for stores that outlive the process: closes, and opens the same log again. */
export interface EventLogFixture {
  readonly log: EventLog;
  readonly reopen?: () => Promise<EventLog>;
  /** Closes the log, removes its traces. */
  readonly end: () => Promise<void>;
}

/** Nobody else's streams begin so, on a store that is kept too. */
const RUN = randomUUID().slice(0, 8);

const META = {
  correlation: 'c0000000-0000-5000-8000-000000000000',
  causation: 'c1',
  actor: SYSTEM_ACTOR,
  at: '2030-01-15T03:00:04.120000Z',
  hash: 'ab'.repeat(32),
};

export const anEvent = (data: object = {}, type = 'Noted'): NewEvent => ({
  id: randomUUID(),
  type,
  schema: 1,
  data,
  meta: META,
});

const some = (count: number, type?: string): NewEvent[] =>
  Array.from({ length: count }, (_, index) => anEvent({ index }, type));

const collect = async (events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> => {
  const all: StoredEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
};

const idsOf = (events: readonly NewEvent[]): string[] => events.map(({ id }) => id);

/** Follows until the condition holds. The caller's test times out when it never does. */
const followUntil = async (
  log: EventLog,
  isEnough: (events: readonly StoredEvent[], batch: LogBatch) => boolean,
  options: Omit<Parameters<EventLog['subscribe']>[0], 'signal'> = {},
): Promise<StoredEvent[]> => {
  const abort = new AbortController();
  const seen: StoredEvent[] = [];
  for await (const batch of log.subscribe({ ...options, signal: abort.signal })) {
    seen.push(...batch.events);
    if (isEnough(seen, batch)) abort.abort();
  }
  return seen;
};

const allOf = async (log: EventLog, options: Parameters<EventLog['readAll']>[0] = {}): Promise<StoredEvent[]> => {
  const events: StoredEvent[] = [];
  let { after } = options;
  for (;;) {
    const page = await log.readAll({ ...options, after });
    events.push(...page.events);
    if (page.caughtUp) return events;
    expect(page.position).not.toBe(after);
    after = page.position;
  }
};

/**
 * What every event log promises. Nothing in it needs two streams to change together, nor a log that is empty; nobody else
 * may write to it meanwhile.
 */
export const eventLogContract = (name: string, open: () => Promise<EventLogFixture>): void => {
  describe(`event log: ${name}`, () => {
    let fixture: EventLogFixture;
    let log: EventLog;
    let tests = 0;
    /** The end of what was there before the test. */
    let start: Position | undefined;

    beforeEach(async () => {
      fixture = await open();
      log = fixture.log;
      tests += 1;
      start = await log.head();
    });
    afterEach(() => fixture.end());

    /** A stream that only this test has. */
    const at = (stream: string): string => `${RUN}.${name}.${tests}.${stream}`;
    const all = (options: Parameters<EventLog['readAll']>[0] = {}): Promise<StoredEvent[]> =>
      allOf(log, { after: start, ...options });
    const follow = (
      isEnough: (events: readonly StoredEvent[], batch: LogBatch) => boolean,
      options: Omit<Parameters<EventLog['subscribe']>[0], 'signal'> = {},
    ): Promise<StoredEvent[]> => followUntil(log, isEnough, { after: start, ...options });
    const revisions = (...list: number[]): unknown[] =>
      list.map((revision): unknown => expect.objectContaining({ revision }));

    describe('append', () => {
      it('starts a stream and goes on with it', async () => {
        const first = await log.append(at('job-1'), 'no-stream', some(2));
        const second = await log.append(at('job-1'), 1, some(3));
        expect(first).toEqual({ revision: 1, position: expect.any(String), duplicate: false });
        expect(second).toEqual({ revision: 4, position: expect.any(String), duplicate: false });
        expect(second.position > first.position).toBe(true);
        expect(second.position).toHaveLength(first.position.length);
        expect(await collect(log.readStream(at('job-1')))).toEqual(revisions(0, 1, 2, 3, 4));
      });

      it.each<[string, number, ExpectedRevision, ExpectedRevision]>([
        ['a stream that is there', 2, 'no-stream', 1],
        ['an older revision', 3, 1, 2],
        ['a revision still to come', 2, 5, 1],
        ['a stream that is not there', 0, 0, 'no-stream'],
      ])('refuses %s', async (_, present, expected, actual) => {
        if (present > 0) await log.append(at('job-1'), 'no-stream', some(present));
        const refusal = await log.append(at('job-1'), expected, [anEvent()]).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(WrongExpectedRevision);
        expect(refusal).toMatchObject({ stream: at('job-1'), expected, actual });
        expect(await collect(log.readStream(at('job-1')))).toHaveLength(present);
      });

      it('refuses an append of nothing', async () => {
        await expect(log.append(at('job-1'), 'no-stream', [])).rejects.toThrow(RangeError);
      });

      it('lets one of two writers win, and fails only the other', async () => {
        await log.append(at('job-1'), 'no-stream', [anEvent()]);
        const outcomes = await Promise.allSettled([
          log.append(at('job-1'), 0, [anEvent()]),
          log.append(at('job-1'), 0, [anEvent()]),
          log.append(at('job-2'), 'no-stream', [anEvent()]),
        ]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        expect(await all()).toHaveLength(3);
      });

      it('has nothing of a refused append', async () => {
        await log.append(at('job-1'), 'no-stream', some(2));
        await expect(log.append(at('job-1'), 0, some(5))).rejects.toThrow(WrongExpectedRevision);
        expect(await all()).toHaveLength(2);
        expect((await log.append(at('job-1'), 1, some(1))).position).toBe(await log.head());
      });

      it('takes a thousand appends at once to fifty streams', async () => {
        const append = (n: number): Promise<unknown> => {
          const revision = Math.floor(n / 50);
          return log.append(at(`job-${n % 50}`), revision === 0 ? 'no-stream' : revision - 1, [anEvent({ n })]);
        };
        await Promise.all(Array.from({ length: 1000 }, (_, n) => append(n)));
        const events = await all({ limit: 300 });
        expect(events.map(({ data }) => data)).toEqual(Array.from({ length: 1000 }, (_, n) => ({ n })));
        for (let stream = 0; stream < 50; stream += 1) {
          const inStream = await collect(log.readStream(at(`job-${stream}`)));
          expect(inStream.map(({ revision }) => revision)).toEqual([...Array(20).keys()]);
        }
      });
    });

    describe('a repeated append', () => {
      it('is recognised at once and long after', async () => {
        const [first, second] = [some(2), some(2)];
        const original = await log.append(at('job-1'), 'no-stream', first);
        await log.append(at('job-1'), 1, second);
        for (let revision = 3; revision < 40; revision += 1) await log.append(at('job-1'), revision, [anEvent()]);
        expect(await log.append(at('job-1'), 'no-stream', first)).toEqual({ ...original, duplicate: true });
        expect(await log.append(at('job-1'), 1, second)).toMatchObject({ revision: 3, duplicate: true });
        expect(await collect(log.readStream(at('job-1')))).toHaveLength(41);
      });

      it('is recognised when both are under way', async () => {
        const events = some(3);
        const outcomes = await Promise.all([1, 2].map(() => log.append(at('job-1'), 'no-stream', events)));
        expect(outcomes.map(({ duplicate }) => duplicate)).toEqual([false, true]);
        expect(outcomes[0]?.position).toBe(outcomes[1]?.position);
        expect(await all()).toHaveLength(3);
      });

      it('is a conflict when any id differs, or more is asked than is there', async () => {
        const events = some(3);
        await log.append(at('job-1'), 'no-stream', events);
        const partly = [...events.slice(0, 2), anEvent()];
        await expect(log.append(at('job-1'), 'no-stream', partly)).rejects.toThrow(WrongExpectedRevision);
        await expect(log.append(at('job-1'), 'no-stream', [...events, anEvent()])).rejects.toThrow(
          WrongExpectedRevision,
        );
        expect(await collect(log.readStream(at('job-1')))).toHaveLength(3);
      });

      it('may be a part of the original', async () => {
        const events = some(3);
        await log.append(at('job-1'), 'no-stream', events);
        expect(await log.append(at('job-1'), 0, events.slice(1, 2))).toMatchObject({ revision: 1, duplicate: true });
      });

      it('is the same event in another stream', async () => {
        const events = some(1);
        await log.append(at('job-1'), 'no-stream', events);
        expect(await log.append(at('job-2'), 'no-stream', events)).toMatchObject({ duplicate: false });
      });
    });

    describe('readStream', () => {
      it('reads nothing of a stream that is not there', async () => {
        await log.append(at('job-1'), 'no-stream', some(1));
        expect(await collect(log.readStream(at('job-10')))).toEqual([]);
        expect(await collect(log.readStream(at('job-')))).toEqual([]);
        expect(await collect(log.readStream(at('job-10'), { direction: 'backwards' }))).toEqual([]);
      });

      it.each<[string, Parameters<EventLog['readStream']>[1], number[]]>([
        ['forwards from a revision', { from: 3 }, [3, 4]],
        ['forwards, limited', { limit: 2 }, [0, 1]],
        ['beyond the end', { from: 9 }, []],
        ['backwards', { direction: 'backwards' }, [4, 3, 2, 1, 0]],
        ['backwards from a revision', { direction: 'backwards', from: 2 }, [2, 1, 0]],
        ['backwards from beyond the end, limited', { direction: 'backwards', from: 99, limit: 2 }, [4, 3]],
        ['nothing', { limit: 0 }, []],
      ])('reads %s', async (_, options, expected) => {
        await log.append(at('job-2'), 'no-stream', some(3));
        await log.append(at('job-1'), 'no-stream', some(5));
        expect(await collect(log.readStream(at('job-1'), options))).toEqual(revisions(...expected));
      });

      it('reads a long stream in order, both ways', async () => {
        const events = some(1200);
        await log.append(at('job-1'), 'no-stream', events);
        expect(idsOf(await collect(log.readStream(at('job-1'))))).toEqual(idsOf(events));
        const backwards = await collect(log.readStream(at('job-1'), { direction: 'backwards' }));
        expect(idsOf(backwards)).toEqual(idsOf(events).reverse());
      });

      it('can be left early', async () => {
        await log.append(at('job-1'), 'no-stream', some(600));
        for await (const event of log.readStream(at('job-1'))) if (event.revision === 2) break;
        expect(await log.append(at('job-1'), 599, some(1))).toMatchObject({ revision: 600 });
      });
    });

    describe('what comes back', () => {
      const roundTrip = async (data: object): Promise<StoredEvent[]> => {
        const event = anEvent(data);
        await log.append(at('job-1'), 'no-stream', [event]);
        log = (await fixture.reopen?.()) ?? log;
        const [fromStream] = await collect(log.readStream(at('job-1')));
        const [fromAll] = await all();
        expect(fromStream).toMatchObject({ ...event, data: expect.anything(), stream: at('job-1'), revision: 0 });
        expect(fromStream?.position).toBe(await log.head());
        return [fromStream, fromAll].filter((stored) => stored !== undefined);
      };

      const expectSame = async (data: object): Promise<void> => {
        const stored = await roundTrip(data);
        expect(stored).toHaveLength(2);
        for (const event of stored) {
          expect(event.data).toStrictEqual(data);
          expect(JSON.stringify(event.data)).toBe(JSON.stringify(data));
        }
      };

      it('is any JSON', () =>
        expectSame({ empty: {}, list: [1, null, [true, { deep: -0.5 }]], 7: 'seven', '': 1e21, zero: 0 }));

      it('is any text', () =>
        expectSame({
          text: 'Grüße 日本語 🚀 \u0000 \u2028 "\\"',
          lone: '\ud800',
          'ключ 🔑': "'); DROP TABLE events; --",
        }));

      it('is half a million characters', () => expectSame({ text: 'ä{"'.repeat(175_000) }));

      it('is numbers as they were written', async () => {
        const data = { big: new Numeral('12345678901234567890'), list: [{ float: new Numeral('3.0') }], plain: 3 };
        await expectSame(data);
        for (const event of await collect(log.readStream(at('job-1')))) {
          expect((event.data as typeof data).big).toBeInstanceOf(Numeral);
        }
      });

      it('is keys that JavaScript treats specially', async () => {
        const data = JSON.parse('{"__proto__": {"admin": true}, "constructor": 1, "a": {"__proto__": 2}}') as object;
        const withNumeral = { ...(JSON.parse('{"b": {"__proto__": [1]}}') as object), n: new Numeral('1.0') };
        await expectSame({ data, withNumeral });
        for (const event of await collect(log.readStream(at('job-1')))) {
          expect(Object.keys((event.data as { data: object }).data)).toEqual(['__proto__', 'constructor', 'a']);
          expect(Object.getPrototypeOf(event.data)).toBe(Object.prototype);
        }
      });

      it('is all of the metadata', async () => {
        const meta = { ...META, request: 'r1', authz: { rule: 'jt.execute', via: 'role:7' } };
        await log.append(at('job-1'), 'no-stream', [{ ...anEvent(), schema: 3, meta }]);
        log = (await fixture.reopen?.()) ?? log;
        expect(await all()).toEqual([expect.objectContaining({ schema: 3, meta })]);
      });
    });

    describe('readAll', () => {
      const fill = async (): Promise<void> => {
        await log.append(at('job-1'), 'no-stream', some(3, 'A'));
        await log.append(at('wfjob-2'), 'no-stream', some(2, 'B'));
        await log.append(at('job-1'), 2, some(2, 'B'));
        await log.append(at('jobless'), 'no-stream', some(1, 'A'));
      };
      const places = (events: readonly StoredEvent[]): string[] =>
        events.map((e) => `${e.stream}@${e.revision}`.slice(at('').length));

      it('finds nothing behind the end, of an empty log too', async () => {
        expect(await log.readAll({ after: start })).toEqual({ events: [], position: start, caughtUp: true });
        expect(await log.head()).toBe(start);
      });

      it('is in the order of the appends', async () => {
        await fill();
        const events = await all();
        expect(places(events)).toEqual([
          'job-1@0',
          'job-1@1',
          'job-1@2',
          'wfjob-2@0',
          'wfjob-2@1',
          'job-1@3',
          'job-1@4',
          'jobless@0',
        ]);
        const positions = events.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].sort());
        expect(positions.at(-1)).toBe(await log.head());
      });

      it('pages without gap or repeat', async () => {
        await fill();
        expect(await all({ limit: 3 })).toEqual(await all());
        expect((await log.readAll({ after: start, limit: 3 })).caughtUp).toBe(false);
        expect((await log.readAll({ after: start, limit: 8 })).caughtUp).toBe(true);
      });

      it('goes on after a position, and stays there when nothing follows', async () => {
        await fill();
        const first = await log.readAll({ after: start, limit: 6 });
        expect(places((await log.readAll({ after: first.position })).events)).toEqual(['job-1@4', 'jobless@0']);
        const head = await log.head();
        expect(await log.readAll({ after: head })).toEqual({ events: [], position: head, caughtUp: true });
      });

      it.each<[string, LogFilter, string[]]>([
        ['stream prefix', { streamPrefixes: ['wfjob-'] }, ['wfjob-2@0', 'wfjob-2@1']],
        ['prefixes', { streamPrefixes: ['wf', 'jobl'] }, ['wfjob-2@0', 'wfjob-2@1', 'jobless@0']],
        ['type', { eventTypes: ['B'] }, ['wfjob-2@0', 'wfjob-2@1', 'job-1@3', 'job-1@4']],
        ['both', { streamPrefixes: ['job-'], eventTypes: ['B', 'C'] }, ['job-1@3', 'job-1@4']],
        ['no match', { streamPrefixes: ['JOB-', '%', 'job_1'] }, []],
        ['empty list', { eventTypes: [] }, []],
      ])('selects by %s, however small the pages', async (_, { streamPrefixes, eventTypes }, expected) => {
        await fill();
        const filter = {
          ...(streamPrefixes && { streamPrefixes: streamPrefixes.map(at) }),
          ...(eventTypes && { eventTypes }),
        };
        for (const limit of [1, 2, 100]) expect(places(await all({ filter, limit }))).toEqual(expected);
        log = (await fixture.reopen?.()) ?? log;
        for (const limit of [1, 2, 100]) expect(places(await all({ filter, limit }))).toEqual(expected);
      });

      it('tells how far it has looked when a filter passes over everything', async () => {
        await fill();
        const page = await log.readAll({ after: start, filter: { eventTypes: ['Never'] } });
        expect(page).toEqual({ events: [], position: await log.head(), caughtUp: true });
      });

      it('does not take a position the log has never reached', async () => {
        await fill();
        const beyond = '9'.repeat((await log.head())?.length ?? 0) as Position;
        await expect(log.readAll({ after: beyond })).rejects.toThrow(LogDamaged);
      });
    });

    describe('readBack', () => {
      const fill = async (): Promise<readonly StoredEvent[]> => {
        await log.append(at('job-1'), 'no-stream', some(3, 'A'));
        await log.append(at('wfjob-2'), 'no-stream', some(2, 'B'));
        await log.append(at('job-1'), 2, some(2, 'B'));
        return (await all()).reverse();
      };
      /** Down to where the test began. */
      const backwards = async (options: Parameters<EventLog['readBack']>[0]): Promise<StoredEvent[]> => {
        const events: StoredEvent[] = [];
        for (let before: Position | undefined; ;) {
          const page = await log.readBack({ ...options, before });
          events.push(...page.events);
          before = page.position;
          if (page.caughtUp || (before ?? '') <= (start ?? '')) break;
        }
        return events.filter(({ position }) => position > (start ?? ''));
      };

      it('finds nothing before the beginning, of an empty log too', async () => {
        const [oldest] = (await log.readAll({ limit: 1 })).events;
        const before = oldest?.position;
        expect(await log.readBack({ before })).toEqual({ events: [], position: before, caughtUp: true });
      });

      it('starts at the newest event, and before a position', async () => {
        const newestFirst = await fill();
        const { length } = newestFirst;
        expect(await log.readBack({ limit: length })).toEqual({
          events: newestFirst,
          position: newestFirst.at(-1)?.position,
          caughtUp: start === undefined,
        });
        const before = newestFirst[4]?.position;
        expect((await log.readBack({ before, limit: length - 5 })).events).toEqual(newestFirst.slice(5));
        expect(await log.readBack({ before, limit: 1 })).toMatchObject({
          position: newestFirst[5]?.position,
          caughtUp: false,
        });
        const older = await log.readBack({ before: newestFirst.at(-1)?.position, limit: 1 });
        expect(older.events.at(0)?.position).toBe(start);
      });

      it('pages without gap or repeat, with and without a filter', async () => {
        const newestFirst = await fill();
        const ofTypeB = newestFirst.filter(({ type }) => type === 'B');
        for (const limit of [1, 2, 100]) {
          expect(await backwards({ limit })).toEqual(newestFirst);
          expect(await backwards({ limit, filter: { eventTypes: ['B'] } })).toEqual(ofTypeB);
          expect(await backwards({ limit, filter: { streamPrefixes: [at('none')] } })).toEqual([]);
        }
      });
    });

    describe('subscribe', () => {
      it('gives what is there, then what comes', async () => {
        await log.append(at('job-1'), 'no-stream', some(700));
        const following = follow((events) => events.length === 703);
        await log.append(at('job-1'), 699, some(2));
        await log.append(at('job-2'), 'no-stream', some(1));
        expect(await following).toEqual(await all());
      });

      it('starts after a position', async () => {
        await log.append(at('job-1'), 'no-stream', some(5));
        const { position: after } = await log.readAll({ after: start, limit: 3 });
        const following = follow((events) => events.length === 3, { after });
        await log.append(at('job-1'), 4, some(1));
        expect(await following).toEqual(revisions(3, 4, 5));
      });

      it('tells when it has caught up, also where there is nothing', async () => {
        expect(await follow((_, batch) => batch.caughtUp)).toEqual([]);
        await log.append(at('job-1'), 'no-stream', some(1));
        expect(await follow((_, batch) => batch.caughtUp, { after: await log.head() })).toEqual([]);
      });

      it('selects, and moves on past what it does not select', async () => {
        const filter = { streamPrefixes: [at('job-')] };
        let reached: Position | undefined;
        const following = followUntil(
          log,
          (events, batch) => {
            reached = batch.position;
            return events.length === 1 && reached !== events[0]?.position;
          },
          { filter },
        );
        await log.append(at('wfjob-1'), 'no-stream', some(2));
        await log.append(at('job-1'), 'no-stream', some(1));
        await log.append(at('wfjob-1'), 1, some(2));
        const [seen, ...others] = await following;
        expect([seen?.stream, others.length]).toEqual([at('job-1'), 0]);
        expect((reached ?? '') > (seen?.position ?? '')).toBe(true);
      });

      it('ends on abort, while it waits and before it starts', async () => {
        const abort = new AbortController();
        const batches: LogBatch[] = [];
        for await (const batch of log.subscribe({ after: start, signal: abort.signal })) {
          batches.push(batch);
          setImmediate(() => abort.abort());
        }
        expect(batches).toHaveLength(1);
        for await (const batch of log.subscribe({ after: start, signal: abort.signal })) batches.push(batch);
        expect(batches).toHaveLength(1);
      });

      it('ends when the log is closed', async () => {
        await log.append(at('job-1'), 'no-stream', some(1));
        const seen: StoredEvent[] = [];
        for await (const batch of log.subscribe({ after: start, signal: new AbortController().signal })) {
          seen.push(...batch.events);
          setImmediate(() => void log.close());
        }
        expect(seen).toHaveLength(1);
      });

      it('serves each follower by itself', async () => {
        const isDone = (events: readonly StoredEvent[]): boolean => events.length === 30;
        const following = [follow(isDone), follow(isDone)];
        for (let n = 0; n < 30; n += 1) await log.append(at(`job-${n}`), 'no-stream', some(1));
        const [first, second] = await Promise.all(following);
        expect(first).toEqual(second);
        expect(first).toEqual(await all());
      });

      it('has no gap and no repeat when it starts amid appends', async () => {
        const write = async (stream: number): Promise<void> => {
          for (let n = 0; n < 40; n += 1) await log.append(at(`job-${stream}`), n === 0 ? 'no-stream' : n - 1, some(1));
        };
        const following: Promise<StoredEvent[]>[] = [];
        const writing = Array.from({ length: 20 }, (_, stream) => write(stream));
        for (let late = 0; late < 5; late += 1) {
          following.push(follow((events) => events.length >= 800));
          await log.append(at(`late-${late}`), 'no-stream', some(1));
        }
        await Promise.all(writing);
        const events = await all();
        expect(events).toHaveLength(805);
        for (const seen of await Promise.all(following)) {
          expect(idsOf(seen)).toEqual(idsOf(events.slice(0, seen.length)));
        }
      });

      it('lets a slow follower lag without losing anything', async () => {
        const seen: string[] = [];
        const abort = new AbortController();
        for await (const batch of log.subscribe({ after: start, signal: abort.signal })) {
          seen.push(...idsOf(batch.events));
          if (seen.length >= 1500) abort.abort();
          else if (seen.length === 0) {
            for (let n = 0; n < 15; n += 1) await log.append(at(`job-${n}`), 'no-stream', some(100));
          }
        }
        expect(seen).toEqual(idsOf(await all()));
      });
    });

    describe('close', () => {
      it('keeps what was handed in before', async () => {
        const appends = Array.from({ length: 50 }, (_, n) => log.append(at(`job-${n}`), 'no-stream', some(2)));
        await log.close();
        expect(await Promise.all(appends)).toHaveLength(50);
      });

      it('takes nothing more, and may be repeated', async () => {
        await log.close();
        await log.close();
        const refusal = await log.append(at('job-1'), 'no-stream', some(1)).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(LogUnavailable);
        expect(refusal).toMatchObject({ outcomeUnknown: false });
      });

      it('leaves a log that goes on where it was', async () => {
        const events = some(3);
        const before = await log.append(at('job-1'), 'no-stream', events);
        log = (await fixture.reopen?.()) ?? log;
        expect(await log.append(at('job-1'), 'no-stream', events)).toEqual({ ...before, duplicate: true });
        const after = await log.append(at('job-1'), 2, some(1));
        expect(after.position > before.position).toBe(true);
        expect(await all()).toHaveLength(4);
        expect(idsOf(await follow((seen) => seen.length === 4)).slice(0, 3)).toEqual(idsOf(events));
      });
    });
  });
};
