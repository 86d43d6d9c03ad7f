import { colouredPieces } from './ansi.js';

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');

/** Output with its colours as spans of classes `ansi31`, `ansi1 ansi36`, … */
const coloured = (text: string): string =>
  colouredPieces(text)
    .map((piece) => {
      const shown = escaped(piece.text);
      return piece.codes.length === 0
        ? shown
        : `<span class="${piece.codes.map((code) => `ansi${code}`).join(' ')}">${shown}</span>`;
    })
    .join('');

const COLOURS: Readonly<Record<number, string>> = {
  30: '#000316',
  31: '#aa0000',
  32: '#00aa00',
  33: '#aa5500',
  34: '#0000aa',
  35: '#e850a8',
  36: '#00aaaa',
  37: '#f5f1de',
};

const STYLES = [
  '.ansi_fore { color: #000000; }',
  '.ansi_back { background-color: #ffffff; }',
  '.ansi_fore.ansi_dark { color: #aaaaaa; }',
  '.ansi_back.ansi_dark { background-color: #000000; }',
  '.ansi1 { font-weight: bold; }',
  '.ansi3 { font-style: italic; }',
  '.ansi4 { text-decoration: underline; }',
  '.ansi9 { text-decoration: line-through; }',
  ...Object.entries(COLOURS).flatMap(([code, colour]) => [
    `.ansi${code} { color: ${colour}; }`,
    `.ansi${Number(code) + 10} { background-color: ${colour}; }`,
  ]),
].join('\n');

const classes = (isDark: boolean): string => `ansi_fore ansi_back${isDark ? ' ansi_dark' : ''}`;

/** Output as a part of another page. */
export const htmlFragment = (text: string, isDark: boolean): string =>
  `<div class="nocode ${classes(isDark)}">${coloured(text)}</div>`;

/** Output as a page of its own. */
export const htmlPage = (title: string, text: string, isDark: boolean): string => `<!DOCTYPE HTML>
<html>
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style type="text/css">
${STYLES}
</style>
</head>
<body class="${classes(isDark)}">
<pre>${coloured(text)}</pre>
</body>
</html>
`;
