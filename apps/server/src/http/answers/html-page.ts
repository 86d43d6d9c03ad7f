import type { Answer } from './answer.js';

const SPECIAL: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text inside a page, in attributes too. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => SPECIAL[character] ?? '');

/** A small page. @param body HTML, everything foreign in it escaped */
export const page = (title: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title></head>
<body>
${body}
</body>
</html>
`;

/** Nothing but the page itself is loaded, and nobody may show it inside a page of his own. */
export const htmlAnswer = (html: string, status = 200): Answer => ({
  status,
  headers: { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'" },
  content: { type: 'text/html; charset=utf-8', data: html },
});
