import { crashPoints } from './crash-points.js';

describe('crash points', () => {
  it('are not there unless one is named', () => {
    expect(crashPoints({})).toBeUndefined();
  });

  it('fire once, when the named point is reached for the n-th time', () => {
    const died: string[] = [];
    const reach = crashPoints({ CAIRN_CRASH_AT: 'after:queue:2' }, () => died.push('now'));
    for (const point of ['after:queue', 'before:queue', 'run:started']) reach?.(point);
    expect(died).toEqual([]);
    reach?.('after:queue');
    reach?.('after:queue');
    expect(died).toEqual(['now']);
  });

  it('fire the first time when no count is given', () => {
    const died: string[] = [];
    crashPoints({ CAIRN_CRASH_AT: 'run:started' }, () => died.push('now'))?.('run:started');
    expect(died).toEqual(['now']);
  });
});
