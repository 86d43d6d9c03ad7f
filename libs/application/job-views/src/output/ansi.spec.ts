import { colouredPieces, truncated, withoutAnsi } from './ansi.js';

const [RED, BOLD_CYAN, RESET] = ['\u001B[0;31m', '\u001B[1;36m', '\u001B[0m'];

describe('colours of output', () => {
  it('takes all control sequences out', () => expect(withoutAnsi(`${RED}fatal${RESET}: no\u001B[K`)).toBe('fatal: no'));

  it('leaves short text as it is', () => expect(truncated('12345', 5)).toBe('12345'));

  it('cuts long text to the size, ellipsis included', () => expect(truncated('123456', 5)).toBe('1234…'));

  it('closes each colour that the cut leaves open', () => {
    const open = truncated(`${RED}${BOLD_CYAN}x${RESET}${'y'.repeat(50)}`, 40);
    expect(open.endsWith(`y…${RESET}`)).toBe(true);
    expect(truncated(`${RED}x${RESET}${'y'.repeat(50)}`, 40)).toMatch(/y…$/);
  });

  it('tells which codes colour which piece', () =>
    expect(colouredPieces(`a${BOLD_CYAN}b\u001B[4mc${RESET}d\u001B[Ke`)).toEqual([
      { text: 'a', codes: [] },
      { text: 'b', codes: [1, 36] },
      { text: 'c', codes: [1, 36, 4] },
      { text: 'd', codes: [] },
      { text: 'e', codes: [] },
    ]));
});
