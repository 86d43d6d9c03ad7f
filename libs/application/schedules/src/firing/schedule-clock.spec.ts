import type { Tick } from './due-schedules.js';
import { ScheduleClock } from './schedule-clock.js';

/** A clock in a world that a test moves: notes, the time, what is due next, and the alarm that was set. */
class World {
  now = '2030-01-01T00:00:00.000000Z';
  next: number | null = null;
  notes = new Map<string, string>();
  ticks: Tick[] = [];
  alarm: { readonly milliseconds: number; readonly ring: () => void } | undefined;
  failures: unknown[] = [];
  problem: Error | undefined;

  begin(): ScheduleClock {
    return new ScheduleClock({
      due: {
        fire: async (tick) => {
          if (this.problem) throw this.problem;
          this.ticks.push(tick);
        },
        next: async () => this.next,
      },
      clock: { now: () => this.now },
      timer: {
        set: (milliseconds, ring) => {
          this.alarm = { milliseconds, ring };
          return () => (this.alarm = undefined);
        },
      },
      store: {
        note: async (name) => this.notes.get(name),
        setNote: async (name, value) => void this.notes.set(name, value ?? ''),
      },
      onFailure: (error) => this.failures.push(error),
    });
  }
}

describe('the clock of schedules', () => {
  const world = () => new World();
  const later = (milliseconds: number) => Date.parse('2030-01-01T00:00:00Z') + milliseconds;

  it.each([
    ['nothing is scheduled', null, 30_000],
    ['it is long till then', 3_600_000, 30_000],
    ['it is soon', 1_700, 1_700],
    ['it is due and could not be decided', -5, 250],
  ])('sleeps as long as it may: %s', async (_why, milliseconds, slept) => {
    const it = world();
    it.next = milliseconds === null ? null : later(milliseconds);
    await it.begin().start();
    expect(it.alarm?.milliseconds).toBe(slept);
  });

  it('looks at nothing before it has begun and after it was stopped, and may begin again', async () => {
    const it = world();
    const clock = it.begin();
    await clock.wake();
    await clock.start();
    await clock.stop();
    await clock.wake();
    expect(it.ticks).toHaveLength(1);
    await clock.start();
    expect(it.ticks).toHaveLength(2);
  });

  it('covers the time since the last look, which it keeps over a restart', async () => {
    const it = world();
    const clock = it.begin();
    await clock.start();
    it.now = '2030-01-01T00:00:30.000000Z';
    it.alarm?.ring();
    await clock.wake();
    await clock.stop();
    it.now = '2030-01-01T09:00:00.000000Z';
    await it.begin().start();
    expect(it.ticks).toEqual([
      { after: null, staleUntil: null, until: '2030-01-01T00:00:00.000000Z' },
      { after: '2030-01-01T00:00:00.000000Z', staleUntil: null, until: '2030-01-01T00:00:30.000000Z' },
      {
        after: '2030-01-01T00:00:30.000000Z',
        staleUntil: '2030-01-01T00:00:30.000000Z',
        until: '2030-01-01T09:00:00.000000Z',
      },
    ]);
  });

  it('takes nothing for looked at that a clock saw which was ahead and has been set back', async () => {
    const it = world();
    it.notes.set('schedule-clock', '2035-01-01T00:00:00.000000Z');
    await it.begin().start();
    expect(it.ticks).toEqual([{ after: null, staleUntil: null, until: '2030-01-01T00:00:00.000000Z' }]);
    expect(it.notes.get('schedule-clock')).toBe('2030-01-01T00:00:00.000000Z');
  });

  it('makes one look of many calls, and sets one alarm', async () => {
    const it = world();
    const clock = it.begin();
    await clock.start();
    await Promise.all([clock.wake(), clock.wake(), clock.wake()]);
    expect(it.ticks).toHaveLength(2);
  });

  it('does not look again once it is stopped', async () => {
    const it = world();
    const clock = it.begin();
    await clock.start();
    await clock.stop();
    expect(it.alarm).toBeUndefined();
    await clock.wake();
    expect(it.ticks).toHaveLength(1);
  });

  it('keeps the last look when a look fails, and says so', async () => {
    const it = world();
    it.problem = new Error('the store is gone');
    await it.begin().start();
    expect(it.notes.size).toBe(0);
    expect(it.failures).toEqual([it.problem]);
  });
});
