const ESCAPE = '\u001B';

/** Any control sequence of a terminal. */
const SEQUENCE = new RegExp(`${ESCAPE}\\[[0-?]*[ -/]*[@-~]`, 'g');

/** Colours and their likes. */
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

/** Ends all colours. */
const RESET = `${ESCAPE}[0m`;

/** Text without colours. */
export const withoutAnsi = (text: string): string => text.replace(SEQUENCE, '');

/** Cuts text to a number of characters, the last an ellipsis, and closes what colours are left open. */
export const truncated = (text: string, size: number): string => {
  if (text.length <= size) return text;
  const cut = `${text.slice(0, size - 1)}…`;
  const codes = cut.match(COLOUR) ?? [];
  const resets = codes.filter((code) => code === RESET).length;
  return cut + RESET.repeat(Math.max(0, codes.length - 2 * resets));
};

/** Pieces of text with the codes that colour each, other control sequences left out. */
export const colouredPieces = (
  text: string,
): readonly { readonly text: string; readonly codes: readonly number[] }[] => {
  const pieces: { text: string; codes: readonly number[] }[] = [];
  let codes: readonly number[] = [];
  let from = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    pieces.push({ text: text.slice(from, match.index), codes });
    codes = match[0].endsWith('m') ? afterCode(codes, match[0].slice(2, -1)) : codes;
    from = match.index + match[0].length;
  }
  return [...pieces, { text: text.slice(from), codes }].filter((piece) => piece.text !== '');
};

const afterCode = (before: readonly number[], parameters: string): readonly number[] => {
  let codes = before;
  for (const code of parameters.split(';').map(Number)) {
    if (code === 0) codes = [];
    else if (!codes.includes(code)) codes = [...codes, code];
  }
  return codes;
};
