import { syntax } from './template-error.js';

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output' | 'statement'; readonly tokens: readonly Token[] };

export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'sign';
  readonly text: string;
}

const TAG = /\{\{(-?)([\s\S]*?)(-?)\}\}|\{%(-?)([\s\S]*?)(-?)%\}|\{#(-?)[\s\S]*?(-?)#\}/g;

/** Texts and tags in their order; `-` at a tag's border removes the blanks beside it; one last line end is dropped, as Jinja does. */
export const piecesOf = (template: string): readonly Piece[] => {
  const source = template.replace(/\r?\n$/, '');
  const pieces: Piece[] = [];
  let [position, trimsNext] = [0, false];
  for (const match of source.matchAll(TAG)) {
    const [whole, outputTrim, output, outputEnd, statementTrim, statement, statementEnd, commentTrim, commentEnd] =
      match;
    const trims = [outputTrim, statementTrim, commentTrim].includes('-');
    pieces.push(textPiece(source.slice(position, match.index), trimsNext, trims));
    if (output !== undefined) pieces.push({ kind: 'output', tokens: tokensOf(output) });
    if (statement !== undefined) pieces.push({ kind: 'statement', tokens: tokensOf(statement) });
    trimsNext = [outputEnd, statementEnd, commentEnd].includes('-');
    position = match.index + whole.length;
  }
  return [...pieces, textPiece(source.slice(position), trimsNext, false)];
};

const textPiece = (text: string, trimsStart: boolean, trimsEnd: boolean): Piece => {
  if (/\{\{|\{%|\{#/.test(text)) throw syntax('unexpected end of template');
  const start = trimsStart ? text.trimStart() : text;
  return { kind: 'text', text: trimsEnd ? start.trimEnd() : start };
};

const TOKEN =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+(?:\.\d+)?)|(==|!=|[|.,()[\]~]))\s*/y;

const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length && source.trim() !== '') {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw syntax(`unexpected char ${JSON.stringify(source.slice(from).trim().charAt(0))}`);
    tokens.push(tokenOf(match));
  }
  return tokens;
};

const tokenOf = ([, name, single, double, number, sign]: RegExpExecArray): Token => {
  if (name !== undefined) return { kind: 'name', text: name };
  if (number !== undefined) return { kind: 'number', text: number };
  if (sign !== undefined) return { kind: 'sign', text: sign };
  return { kind: 'string', text: unescaped(single ?? double ?? '') };
};

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_, character: string) => ({ n: '\n', t: '\t', r: '\r' })[character] ?? character);
