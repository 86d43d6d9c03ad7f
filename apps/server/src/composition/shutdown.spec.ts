import { Shutdown } from './shutdown.js';

describe('Shutdown', () => {
  it('stops what started last first, once, and goes on after a failure', async () => {
    const troubles: unknown[] = [];
    const stopped: string[] = [];
    const shutdown = new Shutdown((error) => troubles.push(error));
    shutdown.add(async () => stopped.push('stores'));
    shutdown.add(() => {
      throw new Error('stuck');
    });
    shutdown.add(() => stopped.push('api'));
    expect(shutdown.hasBegun).toBe(false);
    await Promise.all([shutdown.run(), shutdown.run()]);
    expect(stopped).toEqual(['api', 'stores']);
    expect(troubles).toEqual([new Error('stuck')]);
    expect(shutdown.hasBegun).toBe(true);
  });

  it('waits for a part that hangs no longer than it is told to', async () => {
    const troubles: unknown[] = [];
    const shutdown = new Shutdown((error) => troubles.push(error));
    shutdown.add(() => new Promise(() => undefined));
    await shutdown.runWithin(1);
    expect(troubles).toEqual([new Error('not stopped within 1 ms')]);
  });

  it('is over as soon as all parts have stopped', async () => {
    const troubles: unknown[] = [];
    const shutdown = new Shutdown((error) => troubles.push(error));
    shutdown.add(async () => undefined);
    await shutdown.runWithin(600_000);
    expect(troubles).toEqual([]);
  });
});
