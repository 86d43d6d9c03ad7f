import fc from 'fast-check';
import { IntegerMap } from './integer-map.js';

describe('IntegerMap', () => {
  it('answers like a Map, and leaves every earlier version as it was', () => {
    const step = fc.record({ key: fc.nat({ max: 200 }), value: fc.option(fc.nat()) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const model = new Map<number, number>();
        let map = IntegerMap.empty<number>();
        for (const { key, value } of steps) {
          const before = map;
          const snapshot = [...before.entries()];
          map = value === null ? map.without(key) : map.with(key, value);
          if (value === null) model.delete(key);
          else model.set(key, value);
          expect([...before.entries()]).toEqual(snapshot);
          expect(map.get(key)).toBe(value ?? undefined);
          expect(map.has(key)).toBe(value !== null);
        }
        expect(new Map(map.entries())).toEqual(model);
        expect(map.size).toBe(model.size);
        expect([...IntegerMap.of(model).entries()].length).toBe(model.size);
        expect([...map.values()].sort()).toEqual([...model.values()].sort());
      }),
    );
  });

  it('starts with given entries, the last of a key counts', () => {
    const map = IntegerMap.of([
      [65, 'a'],
      [1, 'b'],
      [65, 'c'],
    ]);
    expect(map.size).toBe(2);
    expect(map.get(65)).toBe('c');
    expect(map.get(129)).toBeUndefined();
  });

  it('refuses what is no id', () => {
    expect(() => IntegerMap.empty<string>().with(1.5, 'x')).toThrow(RangeError);
  });
});
