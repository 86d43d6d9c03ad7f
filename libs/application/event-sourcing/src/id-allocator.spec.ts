import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from './handle.js';
import { LogIdAllocator } from './id-allocator.js';
import { SystemClock } from './system-clock.js';

const allocatorOn = (log: MemoryEventLog): LogIdAllocator =>
  new LogIdAllocator(new AggregateRunner(log, { clock: new SystemClock() }));

const blocksIn = async (log: MemoryEventLog): Promise<object[]> => (await log.readAll()).events.map(({ data }) => data);

describe('LogIdAllocator', () => {
  let log: MemoryEventLog;
  beforeEach(() => {
    log = new MemoryEventLog();
  });

  it('counts from 1 in every space, in blocks that grow', async () => {
    const allocator = allocatorOn(log);
    expect(await log.head()).toBeUndefined();
    for (let id = 1; id <= 20; id += 1) expect(await allocator.next('host')).toBe(id);
    expect(await allocator.next('group')).toBe(1);
    expect(await blocksIn(log)).toEqual([
      { space: 'host', from: 1, to: 1 },
      { space: 'host', from: 2, to: 17 },
      { space: 'host', from: 18, to: 81 },
      { space: 'group', from: 1, to: 1 },
    ]);
  });

  it('gives runs of ascending ids, of any length', async () => {
    const allocator = allocatorOn(log);
    expect(await allocator.many('host', 3)).toEqual([1, 2, 3]);
    expect(await allocator.many('host', 0)).toEqual([]);
    const run = await allocator.many('host', 5000);
    expect(run).toEqual(Array.from({ length: 5000 }, (_, index) => index + 4));
  });

  it('gives no id twice to concurrent callers', async () => {
    const allocator = allocatorOn(log);
    const ids = await Promise.all(Array.from({ length: 300 }, () => allocator.next('host')));
    expect(ids).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  });

  it('gives no id twice to two processes, nor after a restart', async () => {
    const processes = [allocatorOn(log), allocatorOn(log)];
    const ids: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      ids.push(...(await Promise.all(processes.map((allocator) => allocator.next('host')))));
    }
    ids.push(await allocatorOn(log).next('host'));
    expect(new Set(ids).size).toBe(61);
    expect(Math.max(...ids)).toBeLessThan(300);
  });

  it('asks again after a failed reservation', async () => {
    const allocator = allocatorOn(log);
    await allocator.next('host');
    jest.spyOn(log, 'append').mockRejectedValueOnce(new Error('disk'));
    await expect(allocator.next('host')).rejects.toThrow('disk');
    expect(await allocator.next('host')).toBe(2);
  });
});
