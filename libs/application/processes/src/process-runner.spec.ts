import { MemoryEventLog } from '@adapters/event-log-memory';
import {
  LogUnavailable,
  type NewEvent,
  type ReadStore,
  ReadStoreUnavailable,
  type StoredEvent,
} from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { openReadStore } from '@testing/read-stores';
import { until } from '@testing/runs';
import type { ProcessManager } from './process-manager.js';
import { ProcessRunner, type ProcessRunnerOptions } from './process-runner.js';

const log = (): MemoryEventLog => new MemoryEventLog();

describe('a process runner', () => {
  let store: ReadStore;
  let events: MemoryEventLog;
  let runner: ProcessRunner | undefined;
  let handled: string[];

  beforeEach(async () => {
    store = await openReadStore();
    events = log();
    handled = [];
  });
  afterEach(async () => {
    await runner?.stop();
    runner = undefined;
    await store.close();
  });

  const add = async (stream: string, type = 'Happened'): Promise<void> => {
    const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' };
    const before = [];
    for await (const event of events.readStream(stream)) before.push(event);
    const event: NewEvent = { id: `${stream}@${before.length}`, type, schema: 1, data: {}, meta };
    await events.append(stream, before.length === 0 ? 'no-stream' : before.length - 1, [event]);
  };

  const noting = (name: string, more: Partial<ProcessManager> = {}): ProcessManager => ({
    name,
    reactsTo: ['Happened'],
    handle: async ({ id }) => void handled.push(`${name} ${id}`),
    ...more,
  });

  const start = async (managers: readonly ProcessManager[], more: Partial<ProcessRunnerOptions> = {}) => {
    const options = { log: events, store, name: 'test', managers, onTrouble: () => undefined, checkpointEvery: 1 };
    runner = new ProcessRunner({ ...options, ...more });
    await runner.start((error) => {
      throw error;
    });
    return runner;
  };
  const restart = async (...options: Parameters<typeof start>): Promise<void> => {
    await runner?.stop();
    await start(...options);
  };

  it('begins where it is told to and keeps no checkpoint, when it is told where', async () => {
    await add('job-1');
    const head = await events.head();
    await start([noting('a')], { startAt: { after: head } });
    await add('job-2');
    await until(() => handled.length === 1);
    await restart([noting('a')], { startAt: { after: undefined } });
    await until(() => handled.length === 3);
    expect(handled).toEqual(['a job-2@0', 'a job-1@0', 'a job-2@0']);
    expect(await store.note('test')).toBeUndefined();
  });

  it('hands each event to every manager that reacts to its type', async () => {
    await start([noting('a'), noting('b'), noting('c', { reactsTo: ['Other'] })]);
    await add('job-1');
    await until(() => handled.length === 2);
    expect(handled).toEqual(['a job-1@0', 'b job-1@0']);
  });

  it('goes on after its checkpoint, and has none before the first', async () => {
    await add('job-1');
    await start([noting('a')]);
    await until(() => handled.length === 1);
    await runner?.stop();
    await add('job-1');
    await start([noting('a')]);
    await until(() => handled.length === 2);
    expect(handled).toEqual(['a job-1@0', 'a job-1@1']);
  });

  it('keeps the order of a stream while others go on', async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const slow = noting('a', {
      handle: async ({ id }) => {
        if (id === 'job-1@0') await gate;
        handled.push(id);
      },
    });
    await start([slow]);
    for (const stream of ['job-1', 'job-1', 'job-2']) await add(stream);
    await until(() => handled.length === 1);
    expect(handled).toEqual(['job-2@0']);
    letGo();
    await until(() => handled.length === 3);
    expect(handled).toEqual(['job-2@0', 'job-1@0', 'job-1@1']);
  });

  it('keeps the order of what has the same key, whatever the stream', async () => {
    let letGo: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const slow = noting('a', {
      key: () => 'all',
      handle: async ({ id }) => {
        if (id === 'job-1@0') await gate;
        handled.push(id);
      },
    });
    await start([slow, noting('b')]);
    for (const stream of ['job-1', 'job-2']) await add(stream);
    await until(() => handled.length === 2);
    letGo();
    await until(() => handled.length === 4);
    expect(handled).toEqual(['b job-1@0', 'b job-2@0', 'job-1@0', 'job-2@0']);
  });

  it('never moves its checkpoint past an event that is not done', async () => {
    const never = noting('a', { handle: ({ id }) => (id === 'job-1@0' ? new Promise(() => undefined) : note(id)) });
    const note = async (id: string): Promise<void> => void handled.push(id);
    await start([never]);
    for (const stream of ['job-0', 'job-1', 'job-2']) await add(stream);
    await until(() => handled.length === 2);
    await until(async () => (await store.note('test')) !== undefined);
    runner = undefined; // it would wait for ever
    await start([noting('b')]);
    await until(() => handled.length === 4);
    expect(handled.slice(2)).toEqual(['b job-1@0', 'b job-2@0']);
  });

  describe('when a manager fails', () => {
    const failing = (times: number): ProcessManager => {
      let left = times;
      return noting('a', {
        handle: async ({ id }) => {
          left -= 1;
          if (left >= 0) throw new Error('not now');
          handled.push(id);
        },
      });
    };
    const quick = { retryDelays: [1, 1] };

    it('tries again', async () => {
      const troubles: unknown[] = [];
      await start([failing(2)], { ...quick, onTrouble: (trouble) => troubles.push(trouble) });
      await add('job-1');
      await until(() => handled.length === 1);
      expect(troubles).toMatchObject([
        { manager: 'a', attempt: 1, final: false },
        { manager: 'a', attempt: 2, final: false },
      ]);
    });

    it('puts the event aside after the last try, and goes on', async () => {
      const troubles: { readonly final: boolean; readonly event: StoredEvent }[] = [];
      await start([failing(3)], { ...quick, onTrouble: (trouble) => troubles.push(trouble) });
      await add('job-1');
      await add('job-1');
      await until(() => handled.length === 1);
      expect(handled).toEqual(['job-1@1']);
      const parked = troubles.at(-1);
      expect(parked?.final).toBe(true);
      const note = await store.note(`parked:${parked?.event.position}:a`);
      expect(JSON.parse(note ?? '')).toEqual({
        ...{ manager: 'a', stream: 'job-1', revision: 0, type: 'Happened', at: '' },
        error: 'Error: not now',
      });
    });

    it.each([
      ['the read models', new ReadStoreUnavailable('restarting')],
      ['the log', new LogUnavailable('electing', true)],
    ])('puts nothing aside while %s cannot be had', async (_, outage) => {
      let isOut = true;
      const waiting = noting('a', {
        handle: async ({ id }) => {
          if (isOut) throw outage;
          handled.push(id);
        },
      });
      const troubles: unknown[] = [];
      await start([waiting], { retryDelays: [], onTrouble: (trouble) => troubles.push(trouble) });
      await add('job-1');
      await until(() => troubles.length === 2);
      isOut = false;
      await until(() => handled.length === 1);
      expect(troubles).toMatchObject([{ final: false }, { final: false }]);
      expect((await store.notes('parked:')).size).toBe(0);
    });

    it('tries what was put aside once more at the next start', async () => {
      const troubles: unknown[] = [];
      const onTrouble = (trouble: unknown): void => void troubles.push(trouble);
      await start([failing(3)], { ...quick, onTrouble });
      await add('job-1');
      await until(async () => (await store.notes('parked:')).size === 1);
      await restart([failing(1), noting('b', { reactsTo: [] })], { onTrouble });
      expect(troubles.at(-1)).toMatchObject({ manager: 'a', final: true });
      expect((await store.notes('parked:')).size).toBe(1);
      await restart([failing(0)]);
      expect(handled).toEqual(['job-1@0']);
      expect((await store.notes('parked:')).size).toBe(0);
    });

    it('tells when it cannot even put the event aside, and leaves it to the next process', async () => {
      const failures: unknown[] = [];
      const full = { ...quick, log: events, name: 'test', managers: [failing(3)], onTrouble: () => undefined };
      const setNote = (name: string, value: string | null): Promise<void> =>
        name.startsWith('parked:') ? Promise.reject(new Error('disk full')) : store.setNote(name, value);
      const notes = (prefix: string) => store.notes(prefix);
      const note = (name: string) => store.note(name);
      runner = new ProcessRunner({ ...full, store: { setNote, notes, note } as never, checkpointEvery: 1 });
      await runner.start((error) => failures.push(error));
      await add('job-1');
      await until(() => failures.length === 1);
      expect(failures).toEqual([new Error('disk full')]);
      await restart([noting('b')]);
      await until(() => handled.length === 1);
      expect(handled).toEqual(['b job-1@0']);
    });

    it('leaves the event to the next process when it is stopped between two tries', async () => {
      const troubles: unknown[] = [];
      await start([failing(1)], { retryDelays: [600_000], onTrouble: (trouble) => troubles.push(trouble) });
      await add('job-1');
      await until(() => troubles.length === 1);
      await restart([noting('b')]);
      await until(() => handled.length > 0);
      expect(handled.at(-1)).toBe('b job-1@0');
    });
  });

  it('tells of the points around each manager', async () => {
    const points: string[] = [];
    await start([noting('a')], { reached: (point) => points.push(point) });
    await add('job-1');
    await until(() => points.length === 2);
    expect(points).toEqual(['before:a', 'after:a']);
  });
});
