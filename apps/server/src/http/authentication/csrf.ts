import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpRefusal } from '../answers/http-refusal.js';
import { cookiesOf, setCookie } from './cookies.js';

const COOKIE = 'csrftoken';
/** Name of the key's cookie; clients are told it when they log in. */
export const SESSION_COOKIE = 'awx_sessionid';

const BYTES = 24;
const TOKEN = /^[\w-]{32,64}$/;
const YEAR_SECONDS = 31_449_600;

/** What is looked at of a request. */
export interface Approached {
  readonly isSecure: boolean;
  readonly headers: IncomingHttpHeaders;
}

/**
 * The token that writes of a session must carry. It follows from the session's key, so a cookie that somebody else planted
 * in the browser helps him nothing.
 */
export const csrfTokenOf = (sessionKey: string): string =>
  createHmac('sha256', sessionKey).update('csrf').digest().subarray(0, BYTES).toString('base64url');

/** The token that this browser has, or a new one. */
export const csrfTokenFor = ({ headers }: Approached): string => {
  const cookies = cookiesOf(headers);
  const key = cookies.get(SESSION_COOKIE);
  if (key !== undefined && key !== '') return csrfTokenOf(key);
  const known = cookies.get(COOKIE) ?? '';
  return TOKEN.test(known) ? known : randomBytes(BYTES).toString('base64url');
};

/** Scripts read it and send it back in a header. */
export const csrfCookie = (token: string, isSecure: boolean): string =>
  setCookie(COOKIE, token, { isSecure, isForScripts: true, maxAge: YEAR_SECONDS });

/** What a request shows for its coming from a page of ours. */
export interface Shown {
  /** The token it must show; undefined: the one in its cookie. */
  readonly expected?: string;
  /** A form may carry it, too. */
  readonly formToken?: string;
}

/** Refuses what another site may have made a browser send, in Django's words. @throws HttpRefusal 403 */
export const demandCsrfToken = (request: Approached, { expected, formToken = '' }: Shown = {}): void => {
  const problem = originProblem(request) ?? tokenProblem(request, expected, formToken);
  if (problem !== undefined) throw new HttpRefusal(403, `CSRF Failed: ${problem}`);
};

const originProblem = ({ isSecure, headers }: Approached): string | undefined => {
  const { origin, referer, host = '' } = headers;
  if (origin !== undefined)
    return isOurs(origin, host, isSecure)
      ? undefined
      : `Origin checking failed - ${origin} does not match any trusted origins.`;
  return isSecure ? refererProblem(referer, host) : undefined;
};

/** Over TLS a page that nobody could have changed on the way must have sent it. */
const refererProblem = (referer: string | undefined, host: string): string | undefined => {
  const failed = 'Referer checking failed -';
  if (referer === undefined) return `${failed} no Referer.`;
  if (!URL.canParse(referer)) return `${failed} Referer is malformed.`;
  if (new URL(referer).protocol !== 'https:') return `${failed} Referer is insecure while host is secure.`;
  return isOurs(referer, host, true) ? undefined : `${failed} ${referer} does not match any trusted origins.`;
};

const isOurs = (url: string, host: string, isSecure: boolean): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host: from } = new URL(url);
  return from !== '' && from === new URL(`${protocol}//${host}`).host && (!isSecure || protocol === 'https:');
};

const tokenProblem = ({ headers }: Approached, expected: string | undefined, form: string): string | undefined => {
  const cookie = cookiesOf(headers).get(COOKIE) ?? '';
  if (cookie === '') return 'CSRF cookie not set.';
  const header = String(headers['x-csrftoken'] ?? '');
  if (form === '' && header === '') return 'CSRF token missing.';
  if (isSame(form === '' ? header : form, expected ?? cookie)) return undefined;
  return form === '' ? "CSRF token from the 'X-Csrftoken' HTTP header incorrect." : 'CSRF token from POST incorrect.';
};

const isSame = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
