import { SystemClock } from './system-clock.js';

describe('SystemClock', () => {
  afterEach(() => jest.restoreAllMocks());

  it('tells the time of day in microseconds', () => {
    const [before, text, after] = [Date.now(), new SystemClock().now(), Date.now()];
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Date.parse(text)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(text)).toBeLessThanOrEqual(after + 1);
  });

  it('never stands still', () => {
    const clock = new SystemClock();
    const times = Array.from({ length: 5000 }, () => clock.now());
    expect(times).toEqual([...new Set(times)].sort());
  });

  it('follows a wall clock set forward, and does not go back with one set back', () => {
    const clock = new SystemClock();
    const wall = jest.spyOn(Date, 'now');
    wall.mockReturnValue(Date.parse('2031-05-01T00:00:00Z'));
    const first = clock.now();
    expect(first).toMatch(/^2031-05-01T00:00:00\.00/);
    wall.mockReturnValue(Date.parse('2031-04-30T00:00:00Z'));
    const second = clock.now();
    expect(second > first).toBe(true);
    expect(second).toMatch(/^2031-05-01T00:00:00\.00/);
  });
});
