import { actorOf, instantOf, positionOf } from './parameters.js';

describe('instantOf', () => {
  it.each([
    ['2030-01-15', '2030-01-15T00:00:00.000000Z'],
    ['2030-01-15T03:00', '2030-01-15T03:00:00.000000Z'],
    ['2030-01-15 03:00:04', '2030-01-15T03:00:04.000000Z'],
    ['2030-01-15T03:00:04.12', '2030-01-15T03:00:04.120000Z'],
    ['2030-01-15T03:00:04.120456Z', '2030-01-15T03:00:04.120456Z'],
    ['2030-01-15T03:00:04.120456+02:00', '2030-01-15T01:00:04.120456Z'],
    ['2030-01-15T03:00:04 02:00', '2030-01-15T01:00:04.000000Z'],
    ['2030-13-15', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('reads %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });
});

describe('positionOf', () => {
  it('takes the positions that events are shown with and nothing else', () => {
    expect(positionOf('0000000000000012')).toBe('0000000000000012');
    expect([positionOf('12'), positionOf('-000000000000012'), positionOf('')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('actorOf', () => {
  it('tells a kind with an id from a name', () => {
    expect(actorOf('user:1')).toEqual({ kind: 'user', id: 1 });
    expect(actorOf('ann')).toEqual({ name: 'ann' });
    expect(actorOf('ops:night')).toEqual({ name: 'ops:night' });
  });
});
