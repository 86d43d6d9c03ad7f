import { later } from './later.js';

describe('later', () => {
  it('keeps the fraction of the second', () => {
    expect(later('2030-01-15T03:00:04.120007Z', 61)).toBe('2030-01-15T03:01:05.120007Z');
  });

  it('goes a thousand years ahead', () => {
    expect(later('2030-01-15T03:00:04.120007Z', 31_536_000_000)).toMatch(/^3029-05-.*\.120007Z$/);
  });
});
