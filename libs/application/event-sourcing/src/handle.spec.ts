import { MemoryEventLog } from '@adapters/event-log-memory';
import { type Clock, type EventLog, LogUnavailable } from '@application/ports';
import { type Decider, type DomainEvent, type EventCatalog, refused, SYSTEM_ACTOR } from '@domain/kernel';
import type { CommandContext } from './append.js';
import { AggregateRunner, type RunnerOptions } from './handle.js';
import { verifyLog } from './verify-log.js';

type Added = DomainEvent<'Added', { readonly by: number }>;
type Add = { readonly by: number; readonly max?: number };

const counter: Decider<number, Add, Added> = {
  initial: 0,
  decide: ({ by, max = Infinity }, total) => {
    if (by < 0) throw refused({ error: 'Only up.' });
    return total + by > max ? [] : Array.from({ length: by }, () => ({ type: 'Added', data: { by: 1 } }));
  },
  evolve: (total, { data }) => total + data.by,
};
const catalog: EventCatalog<Added> = { Added: { schema: 1, about: 'Counted up.' } };

const clock: Clock = { now: () => '2030-01-15T03:00:04.120000Z' };
let commands = 0;
const context = (commandId = `c${(commands += 1)}`): CommandContext => ({
  commandId,
  correlation: 'r1',
  causation: 'h1',
  actor: SYSTEM_ACTOR,
});

const runnerOn = (log: EventLog, options: Partial<RunnerOptions> = {}): AggregateRunner =>
  new AggregateRunner(log, { clock, wait: async () => undefined, ...options });

const add = (runner: AggregateRunner, command: Add, commandId?: string) =>
  runner.handle({ stream: 'counter-1', decider: counter, catalog, command, context: context(commandId) });

const load = (runner: AggregateRunner) => runner.load('counter-1', counter, catalog);

/** A memory log whose appends and reads can be counted, preceded and spoilt. */
class ScriptedLog extends MemoryEventLog {
  reads = 0;
  readonly beforeAppend: (() => unknown)[] = [];
  readonly afterAppend: (() => unknown)[] = [];

  override async append(...parameters: Parameters<EventLog['append']>): ReturnType<EventLog['append']> {
    await this.beforeAppend.shift()?.();
    const appended = await super.append(...parameters);
    await this.afterAppend.shift()?.();
    return appended;
  }

  override readStream(...parameters: Parameters<EventLog['readStream']>) {
    this.reads += 1;
    return super.readStream(...parameters);
  }
}

const lostAnswer = (): never => {
  throw new LogUnavailable('no answer', true);
};

describe('AggregateRunner', () => {
  let log: ScriptedLog;
  let runner: AggregateRunner;

  beforeEach(() => {
    log = new ScriptedLog();
    runner = runnerOn(log);
  });
  afterEach(async () => expect(await verifyLog(log)).toMatchObject({ breaks: [] }));

  it('appends what was decided, and tells state, revision and position', async () => {
    const handled = await add(runner, { by: 2 });
    expect(handled).toMatchObject({ state: 2, revision: 1, position: await log.head() });
    expect(handled.events).toEqual([
      expect.objectContaining({ stream: 'counter-1', revision: 0, type: 'Added', schema: 1, data: { by: 1 } }),
      expect.objectContaining({ stream: 'counter-1', revision: 1 }),
    ]);
    const { hash, ...meta } = handled.events[0]?.meta ?? { hash: '' };
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(meta).toEqual({ correlation: 'r1', causation: 'h1', actor: SYSTEM_ACTOR, at: clock.now() });
  });

  it('goes on from memory, and from the log in another process', async () => {
    await add(runner, { by: 2 });
    log.reads = 0;
    expect(await add(runner, { by: 1 })).toMatchObject({ state: 3, revision: 2 });
    expect(log.reads).toBe(0);
    expect(await add(runnerOn(log), { by: 1 })).toMatchObject({ state: 4, revision: 3 });
  });

  it('appends nothing when nothing is decided', async () => {
    expect(await add(runner, { by: 1, max: 0 })).toEqual({ events: [], state: 0, revision: -1, position: undefined });
    const { position } = await add(runner, { by: 1 });
    expect(await add(runner, { by: 1, max: 1 })).toEqual({ events: [], state: 1, revision: 0, position });
    expect(await log.head()).toBe(position);
  });

  it('passes refusals on and stays usable', async () => {
    await expect(add(runner, { by: -1 })).rejects.toThrow('REFUSED');
    expect(await add(runner, { by: 1 })).toMatchObject({ state: 1 });
  });

  it('takes a decision of the caller', async () => {
    await add(runner, { by: 2 });
    const decideWith = (state: number, revision: number): Added[] => [
      { type: 'Added', data: { by: 10 * state + revision } },
    ];
    const handling = { stream: 'counter-1', decider: counter, catalog, context: context(), decideWith };
    expect(await runner.handle(handling)).toMatchObject({ state: 23, revision: 2 });
  });

  it('loads state and revision', async () => {
    expect(await load(runner)).toEqual({ state: 0, revision: -1, position: undefined });
    await add(runner, { by: 2 });
    expect(await load(runner)).toEqual({ state: 2, revision: 1, position: await log.head() });
  });

  it('lets every one of many processes that decide on a stream at once have its turn', async () => {
    const log = new MemoryEventLog();
    const runners = Array.from({ length: 10 }, () => runnerOn(log, { isShared: true }));
    await Promise.all(runners.map((runner) => add(runner, { by: 1 })));
    expect((await load(runnerOn(log))).state).toBe(10);
  });

  it('handles concurrent commands on a stream one after the other, without conflict', async () => {
    const handled = await Promise.all(Array.from({ length: 50 }, () => add(runner, { by: 1 })));
    expect(handled.map(({ revision }) => revision)).toEqual([...Array(50).keys()]);
    expect(log.reads).toBe(1);
  });

  it('lets those who load while a shared stream is busy share one reading, which begins after all of them asked', async () => {
    const shared = runnerOn(log, { isShared: true });
    let goOn: () => void = () => undefined;
    log.beforeAppend.push(() => new Promise<void>((resolve) => (goOn = resolve)));
    const adding = add(shared, { by: 1 });
    while (log.beforeAppend.length > 0) await Promise.resolve();
    const loading = [load(shared), load(shared)];
    await add(runner, { by: 2 });
    loading.push(load(shared));
    log.reads = 0;
    goOn();
    expect(await adding).toMatchObject({ state: 3 });
    for (const each of loading) expect(await each).toMatchObject({ state: 3, revision: 2 });
    expect(log.reads).toBe(2); // once more for the decision, once for all who load
    expect(await load(shared)).toMatchObject({ state: 3 });
  });

  it('does not let streams wait for each other', async () => {
    let release = (): void => undefined;
    log.beforeAppend.push(() => new Promise<void>((resolve) => (release = resolve)));
    const slow = add(runner, { by: 1 });
    await runner.handle({ stream: 'counter-2', decider: counter, catalog, command: { by: 1 }, context: context() });
    release();
    expect(await slow).toMatchObject({ state: 1 });
  });

  describe('when another writer was first', () => {
    const rival =
      (by = 1) =>
      () =>
        add(runnerOn(log), { by });

    it('decides again on what is there now', async () => {
      await add(runner, { by: 1 });
      log.beforeAppend.push(rival());
      expect(await add(runner, { by: 1, max: 2 })).toMatchObject({ events: [], state: 2, revision: 1 });
    });

    it('decides four times at most', async () => {
      const rivals = (count: number) => Array.from({ length: count }, () => [rival(), () => undefined]).flat();
      log.beforeAppend.push(...rivals(3));
      expect(await add(runner, { by: 1 })).toMatchObject({ state: 4, revision: 3 });
      log.beforeAppend.push(...rivals(4));
      await expect(add(runner, { by: 1 })).rejects.toMatchObject({ kind: 'retry', code: 'REVISION_CONFLICT' });
      log.beforeAppend.length = 0;
      expect(await add(runner, { by: 1 })).toMatchObject({ state: 9, revision: 8 });
    });

    it('knows it beforehand on a shared log', async () => {
      const shared = runnerOn(log, { isShared: true });
      await add(shared, { by: 1 });
      await add(runner, { by: 1 });
      expect(await load(shared)).toMatchObject({ state: 2 });
      expect(await add(shared, { by: 1, max: 2 })).toMatchObject({ events: [] });
    });

    it('decides by heart on a shared log, unless there is nothing to do or that was old', async () => {
      const shared = runnerOn(log, { isShared: true });
      const readsOf = async (command: Add): Promise<readonly [number, number]> => {
        const before = log.reads;
        const { state } = await add(shared, command);
        return [state, log.reads - before];
      };
      expect(await readsOf({ by: 1 })).toEqual([1, 1]);
      expect(await readsOf({ by: 1 })).toEqual([2, 0]);
      expect(await readsOf({ by: 1, max: 2 })).toEqual([2, 1]);
      await add(runner, { by: 1 });
      expect(await readsOf({ by: 1, max: 4 })).toEqual([4, 1]);
      await add(runner, { by: 1 });
      expect(await readsOf({ by: 1, max: 5 })).toEqual([5, 1]);
    });
  });

  describe('when the answer is lost', () => {
    it('repeats the append, which counts once', async () => {
      log.afterAppend.push(lostAnswer);
      const handled = await add(runner, { by: 2 });
      expect(handled).toMatchObject({ state: 2, revision: 1, events: [{ revision: 0 }, { revision: 1 }] });
      expect(await add(runner, { by: 1 })).toMatchObject({ state: 3, revision: 2 });
    });

    it('repeats it when nothing was written', async () => {
      log.beforeAppend.push(lostAnswer, lostAnswer);
      expect(await add(runner, { by: 2 })).toMatchObject({ state: 2, revision: 1 });
    });

    it('gives up in the end, and then knows nothing by heart', async () => {
      await add(runner, { by: 1 });
      log.afterAppend.push(lostAnswer);
      log.beforeAppend.push(() => undefined, ...Array.from({ length: 5 }, () => lostAnswer));
      await expect(add(runner, { by: 1 })).rejects.toThrow(LogUnavailable);
      expect(await load(runner)).toMatchObject({ state: 2, revision: 1 });
    });

    it('does not repeat what certainly failed', async () => {
      let attempts = 0;
      const fail = (): never => {
        attempts += 1;
        throw new LogUnavailable('disk full', false);
      };
      log.beforeAppend.push(fail, fail);
      await expect(add(runner, { by: 1 })).rejects.toThrow('disk full');
      expect(attempts).toBe(1);
      expect(await load(runner)).toMatchObject({ state: 0, revision: -1 });
    });
  });

  it('takes the events that were there for the same command decided from a stale state', async () => {
    const stale = runnerOn(log);
    await load(stale);
    await add(stale, { by: 1 });
    await runner.load('counter-1', counter, catalog);
    const first = await add(runner, { by: 1 }, 'same');
    await add(runner, { by: 1 });
    const again = await add(stale, { by: 1 }, 'same');
    expect(again.events.map(({ id }) => id)).toEqual(first.events.map(({ id }) => id));
    expect(again).toMatchObject({ state: 3, revision: 2 });
    expect(await load(stale)).toMatchObject({ state: 3, revision: 2 });
  });

  it('forgets the least recently used streams only', async () => {
    const small = runnerOn(log, { cacheSize: 2 });
    const touch = (n: number) => small.load(`counter-${n}`, counter, catalog);
    for (const n of [1, 2, 3]) {
      await small.handle({ stream: `counter-${n}`, decider: counter, catalog, command: { by: 1 }, context: context() });
      await touch(1);
    }
    log.reads = 0;
    await touch(1);
    await touch(3);
    expect(log.reads).toBe(0);
    await touch(2);
    expect(log.reads).toBe(1);
  });

  describe('reading the log', () => {
    const write = (type: string, schema: number, data: object) =>
      new AggregateRunner(log, { clock }).handle({
        stream: 'counter-1',
        decider: { initial: null, decide: () => [{ type, data }], evolve: () => null },
        catalog: { [type]: { schema, about: '' } },
        command: null,
        context: context(),
      });

    it('stops at an event it does not know', async () => {
      await write('Renamed', 1, {});
      await expect(load(runner)).rejects.toThrow('counter-1@0: unknown event type Renamed');
    });

    it('stops at types that every object seems to have', async () => {
      await write('constructor', 1, {});
      await expect(load(runner)).rejects.toThrow('unknown event type constructor');
    });

    it('stops at a schema newer than itself', async () => {
      await write('Added', 2, { by: 1 });
      await expect(load(runner)).rejects.toThrow('Added.v2 is from a newer version');
    });

    it('reads older schemas through each upcaster in turn', async () => {
      await write('Added', 1, { n: 5 });
      const newer: EventCatalog<Added> = {
        Added: {
          schema: 3,
          about: '',
          upcast: {
            1: (data) => ({ step: (data as { n: number }).n }),
            2: (data) => ({ by: (data as { step: number }).step }),
          },
        },
      };
      expect(await runner.load('counter-1', counter, newer)).toMatchObject({ state: 5 });
      const gap = { Added: { schema: 3, about: '', upcast: { 2: (data: object) => data } } };
      await expect(runnerOn(log).load('counter-1', counter, gap)).rejects.toThrow('nothing reads Added.v1');
    });

    it('starts at the newest event that carries the state', async () => {
      type Carried = Added | DomainEvent<'Carried', { readonly total: number }>;
      const carrying: Decider<number, Carried[], Carried> = {
        initial: NaN,
        decide: (events) => events,
        evolve: (total, event) => (event.type === 'Carried' ? event.data.total : total + event.data.by),
      };
      const both: EventCatalog<Carried> = { ...catalog, Carried: { schema: 1, about: '' } };
      const handling = { stream: 'counter-1', decider: carrying, catalog: both, startsAt: 'Carried' as const };
      const carried = (total: number): Carried => ({ type: 'Carried', data: { total } });
      const added: Carried = { type: 'Added', data: { by: 1 } };
      await runner.handle({
        ...handling,
        context: context(),
        command: [added, carried(7), added, carried(100), added],
      });
      expect(await runnerOn(log).load('counter-1', carrying, both, 'Carried')).toMatchObject({
        state: 101,
        revision: 4,
      });
    });

    it('does not mix up two folds of one stream', async () => {
      await add(runner, { by: 2 });
      const names = { initial: '', evolve: (text: string, event: Added) => text + event.type };
      expect(await runner.load('counter-1', names, catalog)).toMatchObject({ state: 'AddedAdded' });
      expect(await load(runner)).toMatchObject({ state: 2 });
    });

    it('lets two folds of one stream go on where each stopped', async () => {
      const read: (number | undefined)[] = [];
      jest.spyOn(log, 'readStream').mockImplementation((stream, options) => {
        read.push(options?.from);
        return MemoryEventLog.prototype.readStream.call(log, stream, options);
      });
      const names = { initial: '', evolve: (text: string, event: Added) => text + event.type };
      const told = () => runner.load('counter-1', names, catalog);
      await add(runner, { by: 2 });
      await told();
      await add(runner, { by: 1 });
      expect(await told()).toMatchObject({ state: 'AddedAddedAdded', revision: 2 });
      expect(await told()).toMatchObject({ revision: 2 });
      expect(await load(runner)).toMatchObject({ state: 3, revision: 2 });
      expect(read).toEqual([0, 0, 2]);
    });
  });

  it('does not write an event its catalog lacks', async () => {
    const handling = { stream: 'counter-1', decider: counter, context: context(), command: { by: 1 } };
    await expect(runner.handle({ ...handling, catalog: {} as EventCatalog<Added> })).rejects.toThrow(
      'unknown event type Added',
    );
    expect(await log.head()).toBeUndefined();
  });
});
