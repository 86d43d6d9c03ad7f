import { linesOf } from './line-range.js';

const TEXT = 'a\nb\n\nc\n';

describe('lines of output', () => {
  it.each([
    ['all', { start: 0, end: null }, TEXT, [0, 4]],
    ['a half-open range', { start: 1, end: 3 }, 'b\n\n', [1, 3]],
    ['never more than there are', { start: 2, end: 40 }, '\nc\n', [2, 4]],
    ['from the end', { start: -1, end: null }, 'c\n', [3, 4]],
    ['no more from the end than there are', { start: -9, end: null }, TEXT, [0, 4]],
  ])('gives %s', (_, range, content, [start, end]) =>
    expect(linesOf(TEXT, range)).toEqual({ content, range: { start, end, absolute_end: 4 } }),
  );

  it('has no line in no output', () =>
    expect(linesOf('', { start: 0, end: null })).toEqual({
      content: '',
      range: { start: 0, end: 0, absolute_end: 0 },
    }));
});
