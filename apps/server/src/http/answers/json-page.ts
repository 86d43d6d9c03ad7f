import { createHash } from 'node:crypto';
import { escaped, page } from './html-page.js';

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:2em;max-width:80em}pre{overflow:auto;white-space:pre-wrap}' +
  'nav a{margin-right:1em}h1{font-size:1.2em}';

/** The style is known by its hash; nothing else is loaded or run. */
export const JSON_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** An answer that a browser shows. */
export interface Shown {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly status: number;
  readonly allow: string;
  /** Name of the one who asked; undefined when nobody is logged in. */
  readonly username: string | undefined;
  /** JSON text. */
  readonly text: string;
}

/** Far longer answers are shown as they came: laying them out would take longer than anybody reads. */
const LONGEST_LAID_OUT = 2_000_000;

/** Strings are passed over whole; braces, brackets and commas between them begin lines. Numbers keep their digits. */
const BETWEEN_TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

const indenting = () => {
  let depth = 0;
  const line = (by: number) => `\n${'  '.repeat((depth += by))}`;
  return (token: string, at: number, all: string): string => {
    const isEmpty = ['{}', '[]'].includes(`${all[at - 1]}${token}`) || ['{}', '[]'].includes(`${token}${all[at + 1]}`);
    if (token === ':') return ': ';
    if (token === ',') return `,${line(0)}`;
    if ('{['.includes(token)) return isEmpty ? token : `${token}${line(1)}`;
    if ('}]'.includes(token)) return isEmpty ? token : `${line(-1)}${token}`;
    return token;
  };
};

const laidOut = (text: string): string =>
  text.length > LONGEST_LAID_OUT ? text : text.replaceAll(BETWEEN_TOKENS, indenting());

/** Texts that are paths of the API lead there. */
const withLinks = (html: string): string =>
  html.replaceAll(/&quot;(\/api\/[^\s<]*?)&quot;/g, '&quot;<a href="$1">$1</a>&quot;');

/** An answer of the API in a page: the same JSON, and links that can be followed. */
export const jsonPage = ({ method, url, status, allow, username, text }: Shown): string =>
  page(
    url,
    `<style>${STYLE}</style>
<nav><a href="/api/v2/">API</a> <a href="/api/docs/">Documentation</a> ${loginState(url, username)}</nav>
<h1>${escaped(method)} ${escaped(url)}</h1>
<p>${status}${allow === '' ? '' : ` &middot; Allow: ${escaped(allow)}`}</p>
<pre>${withLinks(escaped(laidOut(text)))}</pre>`,
  );

/** Who is logged in, with the way out; or the way in, and back here. */
const loginState = (url: string, username: string | undefined): string =>
  username === undefined
    ? `<a href="/api/login/?next=${encodeURIComponent(url)}">Log in</a>`
    : `${escaped(username)} <a href="/api/logout/">Log out</a>`;
