import { BackOff } from './back-off.js';

const ann = { username: 'ann', address: '192.0.2.7' };

const world = () => {
  const time = { now: 0 };
  const backOff = new BackOff(() => time.now);
  const fail = (count: number, attempt = ann) => Array.from({ length: count }, () => backOff.begin(attempt));
  return { time, backOff, fail };
};

describe('holding off', () => {
  it('begins after a few wrong passwords, and tells it once', () => {
    const { backOff, fail } = world();
    expect(fail(4)).toEqual([undefined, undefined, undefined, undefined]);
    expect(backOff.wait(ann)).toBe(0);
    expect(fail(3)).toEqual([5, undefined, undefined]);
  });

  it('grows, and not beyond half a minute', () => {
    const { time, backOff, fail } = world();
    fail(5);
    const waits = [1, 2, 4, 8, 16, 30, 30].map((seconds) => {
      const wait = backOff.wait(ann);
      expect(wait).toBe(seconds * 1000);
      time.now += wait;
      expect(backOff.wait(ann)).toBe(0);
      fail(1);
      return wait;
    });
    expect(waits.length).toBe(7);
  });

  it('takes all addresses of an IPv6 network for one, and no two of IPv4', () => {
    const { backOff, fail } = world();
    fail(9, { ...ann, address: '2001:db8::1' });
    expect(backOff.wait({ ...ann, address: '2001:db8::2' })).toBeGreaterThan(0);
    expect(backOff.wait({ ...ann, address: '2001:db8:0:1::1' })).toBe(0);
    fail(9, { ...ann, address: '::ffff:192.0.2.7' });
    expect(backOff.wait(ann)).toBeGreaterThan(0);
    expect(backOff.wait({ ...ann, address: '::ffff:192.0.2.8' })).toBe(0);
  });

  it('touches neither other accounts nor other addresses', () => {
    const { backOff, fail } = world();
    fail(9);
    expect(backOff.wait({ ...ann, username: 'bob' })).toBe(0);
    expect(backOff.wait({ ...ann, address: '192.0.2.8' })).toBe(0);
  });

  it('ends with a right password, and is forgotten after a while', () => {
    const { time, backOff, fail } = world();
    fail(9);
    backOff.passed(ann);
    expect(backOff.wait(ann)).toBe(0);
    fail(9);
    time.now += 15 * 60_000;
    fail(1);
    expect(backOff.wait(ann)).toBe(0);
  });

  it('remembers a limited number', () => {
    const { backOff, fail } = world();
    fail(9);
    for (let address = 0; address < 10_000; address += 1) backOff.begin({ username: 'x', address: String(address) });
    expect(backOff.wait(ann)).toBe(0);
  });
});
