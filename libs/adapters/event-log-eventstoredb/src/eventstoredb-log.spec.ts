import { randomUUID } from 'node:crypto';
import { LogRefused, LogUnavailable, type NewEvent, type StoredEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { type AppendFault, EventStoreDouble } from '@testing/eventstoredb';
import { EventStoreDbLog } from './eventstoredb-log.js';

const anEvent = (hash = 'ab'.repeat(32)): NewEvent => ({
  ...{ id: randomUUID(), type: 'Noted', schema: 1, data: {} },
  meta: { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '2030-01-15T03:00:04.120000Z', hash },
});

let double: EventStoreDouble;
let log: EventStoreDbLog;

beforeEach(async () => {
  double = await EventStoreDouble.start();
  log = await EventStoreDbLog.open(double.connection);
});
afterEach(async () => {
  await log.close();
  double.stop();
});

const allIds = async (): Promise<readonly string[]> => (await log.readAll()).events.map(({ id }) => id);

describe('an append that fails', () => {
  it.each<AppendFault>(['dropped', 'done-but-dropped', 'done-but-late', 'unavailable', 'not-leader'])(
    'with %s may be sent again, and counts once',
    async (fault) => {
      const [before, event] = [anEvent(), anEvent()];
      await log.append('job-1', 'no-stream', [before]);
      double.faults.plan(fault);
      const failure = await log.append('job-1', 0, [event]).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(LogUnavailable);
      expect(failure).toMatchObject({ outcomeUnknown: true });
      expect(await log.append('job-1', 0, [event])).toMatchObject({ revision: 1, duplicate: fault.startsWith('done') });
      expect(await allIds()).toEqual([before.id, event.id]);
    },
  );

  it('that nobody ever answers is given up, and may be sent again', async () => {
    const impatient = await EventStoreDbLog.open(double.connection, { answerWithin: 100 });
    const event = anEvent();
    double.faults.plan('silent');
    const failure = await impatient.append('job-1', 'no-stream', [event]).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'LogUnavailable', outcomeUnknown: true });
    expect(await impatient.append('job-1', 'no-stream', [event])).toMatchObject({ revision: 0, duplicate: false });
    await impatient.close();
  });

  it('takes those that were under way with it, and loses none of them', async () => {
    const events = Array.from({ length: 20 }, () => anEvent());
    await log.append('job-0', 'no-stream', [anEvent()]);
    double.faults.plan('done-but-dropped');
    const send = (event: NewEvent, index: number) => log.append(`job-${index + 1}`, 'no-stream', [event]);
    const outcomes = await Promise.allSettled(events.map(send));
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    await Promise.all(events.map(send));
    expect((await allIds()).slice(1).sort()).toEqual(events.map(({ id }) => id).sort());
  });
});

it('is refused for good when it is more than the store takes at once, and hinders nothing', async () => {
  const large = { ...anEvent(), data: { text: 'x'.repeat(1024 * 1024) } };
  await expect(log.append('job-1', 'no-stream', [large])).rejects.toThrow(LogRefused);
  const small = anEvent();
  await log.append('job-1', 'no-stream', [small]);
  expect(await allIds()).toEqual([small.id]);
});

it('goes on with its one stream of appends when what is read breaks', async () => {
  await log.append('job-1', 'no-stream', [anEvent()]);
  double.subscriptions.breakAll();
  for (let revision = 0; revision < 20; revision++) await log.append('job-1', revision, [anEvent()]);
  expect(double.writers).toBe(1);
});

describe('an append that another process made first', () => {
  it('is a repeat even where nobody here has seen it', async () => {
    const other = await EventStoreDbLog.open(double.connection);
    const event = anEvent('11'.repeat(32));
    const same = { ...event, meta: { ...event.meta, hash: '22'.repeat(32) } };
    const [first, second] = await Promise.all([
      other.append('job-1', 'no-stream', [event]),
      log.append('job-1', 'no-stream', [same]),
    ]);
    expect([first.duplicate, second.duplicate].filter((isRepeat) => isRepeat)).toHaveLength(1);
    expect(await allIds()).toEqual([event.id]);
    await other.close();
  });
});

describe('a subscription that breaks', () => {
  it('goes on where it stopped, and drops what comes twice', async () => {
    const abort = new AbortController();
    const seen: StoredEvent[] = [];
    const sent = Array.from({ length: 6 }, () => anEvent());
    const following = (async () => {
      for await (const batch of log.subscribe({ signal: abort.signal })) {
        seen.push(...batch.events);
        if (seen.length >= sent.length) abort.abort();
      }
    })();
    for (const [index, event] of sent.entries()) {
      if (index % 2 === 1) {
        double.subscriptions.repeatNext(2);
        double.subscriptions.breakAll();
      }
      await log.append('job-1', index === 0 ? 'no-stream' : index - 1, [event]);
    }
    await following;
    expect(seen.map(({ id }) => id)).toEqual(sent.map(({ id }) => id));
  });

  it('keeps no append waiting while it cannot be opened again, nor the log from closing', async () => {
    const other = await EventStoreDbLog.open(double.connection);
    await log.append('job-1', 'no-stream', [anEvent()]);
    double.subscriptions.down(true);
    const event = anEvent();
    expect(await log.append('job-1', 0, [event])).toMatchObject({ revision: 1, duplicate: false });
    const same = { ...event, meta: { ...event.meta, hash: '22'.repeat(32) } };
    const appending = other.append('job-1', 0, [same]);
    await other.close();
    expect(await appending).toMatchObject({ revision: 1, duplicate: true });
    double.subscriptions.down(false);
    expect(await allIds()).toHaveLength(2);
  });

  it('leaves no gap for what was written while there was none', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const batch of log.subscribe({ signal: abort.signal })) {
        seen.push(...batch.events.map(({ id }) => id));
        if (seen.length >= 5) abort.abort();
      }
    })();
    const [first, ...rest] = Array.from({ length: 5 }, () => anEvent());
    if (first) await log.append('job-1', 'no-stream', [first]);
    double.subscriptions.down(true);
    const other = await EventStoreDbLog.open(double.connection);
    for (const [index, event] of rest.entries()) await other.append('job-1', index, [event]);
    double.subscriptions.down(false);
    await following;
    expect(seen).toEqual([first, ...rest].map((event) => event?.id));
    await other.close();
  });

  it('tells of what other processes write', async () => {
    const other = await EventStoreDbLog.open(double.connection);
    const abort = new AbortController();
    const event = anEvent();
    const following = (async () => {
      for await (const batch of log.subscribe({ signal: abort.signal }))
        if (batch.events.length > 0) return batch.events;
      return [];
    })();
    await other.append('job-1', 'no-stream', [event]);
    expect(await following).toMatchObject([{ id: event.id }]);
    abort.abort();
    await other.close();
  });
});

describe('a store that is away for a while', () => {
  const ids = async (signal: AbortSignal, count: number): Promise<readonly string[]> => {
    const seen: string[] = [];
    for await (const batch of log.subscribe({ signal })) {
      seen.push(...batch.events.map(({ id }) => id));
      if (seen.length >= count) return seen;
    }
    return seen;
  };

  it('is read when it comes back, by those who asked meanwhile', async () => {
    const event = anEvent();
    await log.append('job-1', 'no-stream', [event]);
    double.faults.failReads(3);
    expect(await allIds()).toEqual([event.id]);
    double.faults.failReads(2);
    const seen: string[] = [];
    for await (const { id } of log.readStream('job-1')) seen.push(id);
    expect(seen).toEqual([event.id]);
  });

  it('is followed on when it comes back, however long it was', async () => {
    const event = anEvent();
    await log.append('job-1', 'no-stream', [event]);
    await log.close();
    log = await EventStoreDbLog.open(double.connection);
    double.faults.failReads(7);
    expect(await ids(new AbortController().signal, 1)).toEqual([event.id]);
  });

  it('keeps nobody from ending', async () => {
    await log.append('job-1', 'no-stream', [anEvent()]);
    await log.close();
    log = await EventStoreDbLog.open(double.connection);
    double.faults.failReads(1_000_000);
    const abort = new AbortController();
    const following = ids(abort.signal, 1);
    setImmediate(() => abort.abort());
    expect(await following).toEqual([]);
  });
});

it('does not open where nothing answers', async () => {
  const gone = await EventStoreDouble.start();
  gone.stop();
  await expect(EventStoreDbLog.open(`${gone.connection}&maxDiscoverAttempts=1`)).rejects.toThrow(LogUnavailable);
});
