import * as fc from 'fast-check';
import { jsonText, type Json } from '@domain/kernel';
import { readJson } from './read-json.js';

describe('reading JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        fc.pre(!text.includes('-0'));
        expect(JSON.parse(jsonText(readJson(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('gives back the very number that was written, whatever surrounds it', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,24})(\.\d{1,24})?([eE][+-]?\d{1,3})?$/);
    const wrap = fc.constantFrom<(n: string) => string>(
      (n) => n,
      (n) => `[${n}]`,
      (n) => `{"a":{"b":[0,${n}]}}`,
    );
    fc.assert(
      fc.property(digits, wrap, (number, around) => {
        expect(jsonText(readJson(around(number)))).toBe(around(number));
      }),
    );
  });

  it('refuses exactly what JSON.parse refuses', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'{}[]",:\\ut01-.e \n'.split('')), maxLength: 12 });
    const accepts = (read: (text: string) => unknown, text: string): boolean => {
      try {
        read(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(texts, (text) => {
        expect(accepts(readJson, text)).toBe(accepts(JSON.parse, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes ninety levels and not two hundred, with and without care', () => {
    const tower = (levels: number, top: string): string => `${'['.repeat(levels)}${top}${']'.repeat(levels)}`;
    for (const top of ['1', '1.0']) {
      expect(jsonText(readJson(tower(90, top)))).toBe(tower(90, top));
      expect(() => readJson(tower(200, top))).toThrow('nesting');
    }
  });

  it('keeps __proto__ a key', () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":1.0}}']) {
      const value: Json = readJson(text);
      expect(Object.keys(value as object)).toEqual(['__proto__']);
    }
  });
});
