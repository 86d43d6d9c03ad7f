import { MemoryEventLog } from '@adapters/event-log-memory';
import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import { AggregateRunner, LogIdAllocator } from '@application/event-sourcing';
import { until } from '@testing/runs';
import { Heartbeat, type HeartbeatOptions, type NodesView } from './heartbeat.js';
import { NodeNameTaken } from './name-claim.js';
import { NodeRegistry } from './node-registry.js';

const GRACE = 60;

describe('the heartbeat of a process', () => {
  let seconds: number;
  let log: MemoryEventLog;
  let directory: MemoryNodeDirectory;
  let told: string[];
  let boots: number;

  beforeEach(() => {
    [seconds, boots, told] = [0, 0, []];
    log = new MemoryEventLog();
    directory = new MemoryNodeDirectory(() => seconds * 1000);
  });

  /** A process; its own time passes by `seconds` only, and it beats when it is told to. */
  const start = (name: string, more: Partial<HeartbeatOptions> = {}): Promise<Heartbeat> => {
    const aggregates = new AggregateRunner(log, {
      clock: { now: () => '2030-01-15T03:00:00.000000Z' },
      isShared: true,
    });
    return Heartbeat.start({
      directory,
      registry: new NodeRegistry(aggregates, new LogIdAllocator(aggregates)),
      self: {
        ...{ name, boot: `${name} ${(boots += 1)}`, roles: ['runner'], site: 's1', capacity: 10, cpu: 4, memory: 8 },
        version: '1',
      },
      ...{ holdsSite: false, grace: GRACE },
      timer: {
        now: () => seconds * 1000,
        every: () => () => void told.push('stopped beating'),
        pause: async (milliseconds) => void (seconds += milliseconds / 1000),
      },
      onTrouble: (error) => told.push(String(error)),
      onTaken: () => told.push('taken'),
      onReturned: async () => void told.push('returned'),
      ...more,
    });
  };

  const events = async (name: string): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const { type } of log.readStream(`node-${name}`)) types.push(type);
    return types;
  };

  it('joins under an id that its name keeps', async () => {
    const [a, b] = [await start('a'), await start('b')];
    expect([a.report.id, b.report.id]).toEqual([1, 2]);
    await a.stop();
    const again = await start('a');
    expect(again.report).toMatchObject({ id: 1, uuid: a.report.uuid });
    expect(await events('a')).toEqual(['NodeJoined', 'NodeLeft', 'NodeJoined']);
    expect(again.nodes).toMatchObject([
      { name: 'a', hasLeft: false },
      { name: 'b', silentFor: 0 },
    ]);
  });

  it('learns who else is there, and what all of them can take', async () => {
    const a = await start('a');
    expect(a.capacity).toBe(10);
    const b = await start('b');
    await a.beat();
    expect(a.capacity).toBe(20);
    seconds = 16;
    await a.beat();
    expect(a.capacity).toBe(10);
    await b.beat();
    await b.stop();
    await a.beat();
    expect(a.capacity).toBe(10);
  });

  describe('under a name that another process has', () => {
    it('is refused while that one tells that it lives', async () => {
      const first = await start('a');
      const pause = async (milliseconds: number): Promise<void> => {
        seconds += milliseconds / 1000;
        if (seconds % 5 === 0) await first.beat();
      };
      const timer = { now: () => 0, every: () => () => undefined, pause };
      await expect(start('a', { timer })).rejects.toThrow(NodeNameTaken);
      expect(await events('a')).toEqual(['NodeJoined']);
    });

    it('waits until nothing is heard of one that was killed', async () => {
      await start('a');
      await start('a');
      expect(seconds).toBe(16);
      expect(await events('a')).toEqual(['NodeJoined', 'NodeJoined']);
    });

    it('waits for nothing when the lock of the data directory says that it is gone', async () => {
      await start('a');
      await start('a', { holdsSite: true });
      expect(seconds).toBe(0);
    });

    it('is refused when several try at once, but for one', async () => {
      await start('a');
      const tries = await Promise.allSettled([1, 2, 3].map(() => start('a', { holdsSite: true })));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('tells the one that had it, which must stop', async () => {
      const first = await start('a');
      await start('a', { holdsSite: true });
      await first.beat();
      expect(told).toEqual(['stopped beating', 'taken']);
      expect(await directory.nodes()).toMatchObject([{ boot: 'a 2' }]);
    });
  });

  it('comes back after it was given up, and says so', async () => {
    const a = await start('a');
    seconds = 59;
    await a.beat();
    expect(told).toEqual([]);
    seconds += 61;
    const finder = await start('b');
    const registry = new NodeRegistry(new AggregateRunner(log, { clock: { now: () => '' } }), { next: async () => 9 });
    for (const node of finder.nodes.filter(({ name }) => name === 'a')) await registry.markLost(node, 'b');
    await a.beat();
    expect(told).toEqual(['returned']);
    expect(await events('a')).toEqual(['NodeJoined', 'NodeLost', 'NodeJoined']);
  });

  it('goes on when the directory does not answer', async () => {
    const a = await start('a');
    const beat = directory.beat.bind(directory);
    directory.beat = () => Promise.reject(new Error('no connection'));
    await a.beat();
    directory.beat = beat;
    await a.beat();
    expect(told).toEqual(['Error: no connection']);
    expect(a.nodes).toHaveLength(1);
  });

  describe('tells what it saw', () => {
    it('and whether it was there all the while itself', async () => {
      const a = await start('a');
      const steady: boolean[] = [];
      a.watch(async ({ isSteady }) => void steady.push(isSteady));
      const beats = async (count: number): Promise<void> => {
        for (let n = 0; n < count; n += 1) {
          seconds += 5;
          await a.beat();
        }
      };
      await beats(12);
      expect(steady.filter((is) => is)).toHaveLength(1);
      seconds += 300; // nobody could tell anything
      await beats(13);
      expect(steady.slice(12)).toEqual([...Array<boolean>(12).fill(false), true]);
    });

    it('one view at a time, until nobody wants to know', async () => {
      const a = await start('a');
      let release: () => void = () => undefined;
      const views: NodesView[] = [];
      const unwatch = a.watch((view) => (views.push(view), new Promise((resolve) => (release = resolve))));
      await a.beat();
      await a.beat();
      expect(views).toHaveLength(1);
      release();
      await until(async () => (await a.beat(), views.length === 2));
      unwatch();
      release();
      await a.beat();
      expect(views).toHaveLength(2);
    });

    it('also after somebody failed at it', async () => {
      const a = await start('a');
      let calls = 0;
      a.watch(() => Promise.reject(new Error(`failure ${(calls += 1)}`)));
      await a.beat();
      await until(async () => (await a.beat(), calls > 1));
      expect(told).toContain('Error: failure 1');
    });
  });
});
