import { KeyedTurns } from './keyed-turns.js';

describe('KeyedTurns', () => {
  it('runs tasks of one key in order, one at a time, also after a failure', async () => {
    const turns = new KeyedTurns();
    const seen: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await Promise.resolve();
      seen.push(`${name} ends`);
      if (name === 'a') throw new Error('a failed');
    };
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.run('k', task(name))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('keeps nothing of keys that are done with', async () => {
    const turns = new KeyedTurns();
    const running = [turns.run('a', async () => 1), turns.run('b', async () => 2)];
    expect(turns.busy).toBe(2);
    expect(await Promise.all(running)).toEqual([1, 2]);
    await new Promise(setImmediate);
    expect(turns.busy).toBe(0);
  });
});
