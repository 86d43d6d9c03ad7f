import type { IncomingHttpHeaders } from 'node:http';

/** Cookies of a request by name; of two with a name the first counts. */
export const cookiesOf = ({ cookie }: Pick<IncomingHttpHeaders, 'cookie'>): ReadonlyMap<string, string> => {
  const cookies = new Map<string, string>();
  for (const pair of (cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0)).trim();
    if (name !== '' && !cookies.has(name)) cookies.set(name, unquoted(pair.slice(at + 1).trim()));
  }
  return cookies;
};

const unquoted = (value: string): string => (/^"[^"]*"$/.test(value) ? value.slice(1, -1) : value);

export interface CookieOptions {
  /** Only over TLS; true when the request came so. */
  readonly isSecure: boolean;
  /** Scripts of pages may read it. */
  readonly isForScripts?: boolean;
  /** Seconds; without it the cookie goes with the browser. */
  readonly maxAge?: number;
}

/** A `Set-Cookie` header. Values are ours and need no escape. */
export const setCookie = (name: string, value: string, { isSecure, isForScripts, maxAge }: CookieOptions): string =>
  [
    `${name}=${value}`,
    'Path=/',
    'SameSite=Lax',
    ...(isForScripts ? [] : ['HttpOnly']),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');
