import { specification } from '@testing/specification';
import fc from 'fast-check';
import { ids } from './ids.js';
import type { IdsEvent, ReserveIds } from './messages.js';

const given = specification(ids);
const reserve = (space: string, count: number): ReserveIds => ({ type: 'ReserveIds', space, count });
const reserved = (space: string, from: number, to: number): IdsEvent => ({
  type: 'IdBlockReserved',
  data: { space, from, to },
});

describe('ids', () => {
  it('starts every space at 1', () => {
    given()
      .when(reserve('host', 1))
      .then(reserved('host', 1, 1));
    given(reserved('host', 1, 8))
      .when(reserve('group', 4))
      .then(reserved('group', 1, 4));
  });

  it('goes on after the newest block', () =>
    given(reserved('host', 1, 8), reserved('host', 9, 10))
      .when(reserve('host', 3))
      .then(reserved('host', 11, 13)));

  it('takes any text for a space', () =>
    given(reserved('__proto__', 1, 8))
      .when(reserve('__proto__', 1))
      .then(reserved('__proto__', 9, 9)));

  it.each([0, -1, 1.5, NaN])('has no block of %p ids', (count) => {
    expect(() => given().when(reserve('host', count)).thenNothing()).toThrow(RangeError);
  });

  it('never reserves an id twice', () => {
    const requests = fc.array(fc.tuple(fc.constantFrom('host', 'group'), fc.integer({ min: 1, max: 50 })));
    fc.assert(
      fc.property(requests, (sequence) => {
        const seen = new Set<string>();
        let state = ids.initial;
        for (const [space, count] of sequence) {
          for (const event of ids.decide(reserve(space, count), state)) {
            state = ids.evolve(state, event);
            for (let id = event.data.from; id <= event.data.to; id += 1) seen.add(`${space}:${id}`);
          }
        }
        expect(seen.size).toBe(sequence.reduce((sum, [, count]) => sum + count, 0));
      }),
    );
  });
});
