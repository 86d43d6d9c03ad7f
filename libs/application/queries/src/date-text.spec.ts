import type { DomainError } from '@domain/kernel';
import { readDateTime } from './date-text.js';

describe('readDateTime', () => {
  it.each([
    ['2024-01-02', '2024-01-02T00:00:00.000000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000000Z'],
    ['2024-1-2', '2024-01-02T00:00:00.000000Z'],
    ['2024-01-02T03:04', '2024-01-02T03:04:00.000000Z'],
    ['2024-01-02 03:04:05', '2024-01-02T03:04:05.000000Z'],
    ['2024-01-02T03:04:05.6Z', '2024-01-02T03:04:05.600000Z'],
    ['2024-01-02T03:04:05.123456789Z', '2024-01-02T03:04:05.123456Z'],
    ['2024-01-01T01:00:00+02:00', '2023-12-31T23:00:00.000000Z'],
    ['2024-01-01T01:00:00-0230', '2024-01-01T03:30:00.000000Z'],
    ['2024-02-29T23:59:59 +01', '2024-02-29T22:59:59.000000Z'],
  ])('%s', (text, expected) => {
    expect(readDateTime(text)).toBe(expected);
  });

  it.each([
    ['', 'has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.'],
    ['2024', 'has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.'],
    ['2024-01-02T03:04:05 02:00', 'has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.'],
    ['2023-02-29', 'has the correct format (YYYY-MM-DD) but it is an invalid date.'],
    ['2023-01-01T25:00', 'has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.'],
  ])('refuses %j', (text, problem) => {
    const read = () => readDateTime(text);
    expect(read).toThrow('INVALID_FILTER');
    try {
      read();
    } catch (error) {
      expect((error as DomainError).body).toEqual({ detail: JSON.stringify([`“${text}” value ${problem}`]) });
    }
  });
});
