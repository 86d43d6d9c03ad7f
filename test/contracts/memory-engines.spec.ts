import { randomUUID } from 'node:crypto';
import { MemoryEngines, type MemoryProcess } from '@adapters/engines-memory';
import { MemoryEventLog } from '@adapters/event-log-memory';
import type { Delivery, NewEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { until } from '@testing/runs';

const anEvent = (): NewEvent => ({
  ...{ id: randomUUID(), type: 'Noted', schema: 1, data: {} },
  meta: {
    ...{ correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '2030-01-15T03:00:04.120000Z' },
    hash: 'ab'.repeat(32),
  },
});

/** What never comes. */
const forever = (): Promise<never> => new Promise(() => undefined);

describe('processes that share their work in memory', () => {
  let log: MemoryEventLog;
  let engines: MemoryEngines;
  let stopping: AbortController;
  let consuming: Promise<void>[];

  beforeEach(() => {
    log = new MemoryEventLog();
    engines = new MemoryEngines(log);
    stopping = new AbortController();
    consuming = [];
  });
  afterEach(async () => {
    stopping.abort();
    await Promise.all(consuming);
    engines.close();
    await log.close();
  });

  const write = async (streams: number, each: number): Promise<void> => {
    for (let revision = 0; revision < each; revision += 1)
      for (let stream = 0; stream < streams; stream += 1)
        await log.append(`job-${stream}`, revision === 0 ? 'no-stream' : revision - 1, [anEvent()]);
  };

  const consume = (
    process: MemoryProcess,
    handle: (delivery: Delivery) => Promise<void> = () => Promise.resolve(),
  ): string[] => {
    const seen: string[] = [];
    const options = { group: 'workers', filter: { streamPrefixes: ['job-'] }, atOnce: 20, onTrouble: () => undefined };
    const done = process.groups.consume({ ...options, signal: stopping.signal }, async (delivery) => {
      await handle(delivery);
      seen.push(`${delivery.event.stream}@${delivery.event.revision}/${delivery.attempt}`);
    });
    consuming.push(done);
    return seen;
  };

  it('leave what they had to others when they vanish, and handle nothing more', async () => {
    await write(3, 2);
    const mortal = engines.process();
    let begun = 0;
    consume(mortal, () => {
      begun += 1;
      return forever();
    });
    await until(() => begun === 3);
    consuming = []; // this one never ends
    mortal.vanish();
    const seen = consume(engines.process());
    await until(() => seen.length === 6);
    expect([...seen].sort()).toEqual([0, 1, 2].flatMap((stream) => [`job-${stream}@0/2`, `job-${stream}@1/2`]));
    expect(begun).toBe(3);
  });

  it('lose nothing while their streams move', async () => {
    const seen = [consume(engines.process()), consume(engines.process()), consume(engines.process())];
    const writing = write(20, 20);
    for (let round = 0; round < 5; round += 1) {
      await new Promise(setImmediate);
      engines.move();
    }
    await writing;
    await until(() => seen.flat().length === 400);
    expect(new Set(seen.flat()).size).toBe(400);
  });

  it('forget a group that is about something else by now, once nobody needs it', async () => {
    const process = engines.process();
    await write(1, 1);
    const first = consume(process);
    await until(() => first.length === 1);
    stopping.abort();
    await Promise.all(consuming);
    stopping = new AbortController();
    const options = { group: 'workers', filter: {}, atOnce: 1, signal: stopping.signal, onTrouble: () => undefined };
    consuming = [process.groups.consume(options, () => Promise.resolve())];
    await until(async () => (await process.groups.describe('workers'))?.done === (await log.head()));
    expect(await process.groups.describe('workers')).toMatchObject({ consumers: 1, parked: 0 });
  });

  it('know nothing of a group that nobody has consumed', async () => {
    const { groups } = engines.process();
    expect(await groups.describe('workers')).toBeNull();
    expect(await groups.parked('workers')).toEqual([]);
  });

  describe('an office', () => {
    const held: string[] = [];
    beforeEach(() => held.splice(0));

    /** Holds the office until it is lost or no longer wanted. */
    const hold = (process: MemoryProcess, name: string, signal = stopping.signal): Promise<void> => {
      const work = (turn: AbortSignal): Promise<void> => {
        held.push(name);
        return new Promise((resolve) => turn.addEventListener('abort', () => resolve(), { once: true }));
      };
      const holding = process.elections.hold('dispatcher', work, signal);
      consuming.push(holding);
      return holding;
    };

    it('is held by one after the other', async () => {
      const first = new AbortController();
      const holding = hold(engines.process(), 'first', first.signal);
      void hold(engines.process(), 'second');
      await until(() => held.length > 0);
      first.abort();
      await holding;
      await until(() => held.length === 2);
      expect(held).toEqual(['first', 'second']);
    });

    it('is free when its holder vanishes', async () => {
      const mortal = engines.process();
      void hold(mortal, 'mortal');
      void hold(engines.process(), 'heir');
      await until(() => held.length === 1);
      mortal.vanish();
      await until(() => held.length === 2);
      expect(held).toEqual(['mortal', 'heir']);
    });

    it('comes back to one that was deposed, after the others', async () => {
      const second = new AbortController();
      void hold(engines.process(), 'first');
      void hold(engines.process(), 'second', second.signal);
      await until(() => held.length === 1);
      engines.depose('dispatcher');
      await until(() => held.length === 2);
      second.abort();
      await until(() => held.length === 3);
      expect(held).toEqual(['first', 'second', 'first']);
    });

    it('is given up when its work ends', async () => {
      await engines.process().elections.hold('first-start', () => Promise.resolve(), stopping.signal);
      await engines.process().elections.hold('first-start', () => Promise.resolve(), stopping.signal);
    });
  });
});
