import type { IncomingHttpHeaders } from 'node:http';
import { HttpRefusal } from '../answers/http-refusal.js';
import { csrfTokenFor, csrfTokenOf, demandCsrfToken, type Shown } from './csrf.js';

const TOKEN = 'a'.repeat(32);
const good = { host: 'awx.example.org', cookie: `csrftoken=${TOKEN}`, 'x-csrftoken': TOKEN };

const problem = (headers: IncomingHttpHeaders, isSecure = false, shown: Shown = {}): string | undefined => {
  try {
    demandCsrfToken({ isSecure, headers }, shown);
    return undefined;
  } catch (error) {
    if (!(error instanceof HttpRefusal)) throw error;
    expect(error.status).toBe(403);
    return error.detail;
  }
};

describe('the check against requests that other sites make', () => {
  it('passes what carries the token of its cookie, in a header or a form', () => {
    expect(problem(good)).toBeUndefined();
    expect(problem({ ...good, 'x-csrftoken': undefined }, false, { formToken: TOKEN })).toBeUndefined();
  });

  it.each([
    ['CSRF cookie not set.', { ...good, cookie: undefined }],
    ['CSRF token missing.', { ...good, 'x-csrftoken': undefined }],
    ["CSRF token from the 'X-Csrftoken' HTTP header incorrect.", { ...good, 'x-csrftoken': 'b'.repeat(32) }],
    ["CSRF token from the 'X-Csrftoken' HTTP header incorrect.", { ...good, 'x-csrftoken': 'a' }],
  ])('refuses in the words of Django: %s', (reason, headers) => {
    expect(problem(headers)).toBe(`CSRF Failed: ${reason}`);
  });

  it('tells a form from a header', () => {
    expect(problem(good, false, { formToken: 'other' })).toBe('CSRF Failed: CSRF token from POST incorrect.');
  });

  it('wants the token of the session, not one that was planted in the cookie', () => {
    const expected = csrfTokenOf('key');
    expect(problem(good, false, { expected })).toMatch(/incorrect/);
    expect(problem({ ...good, 'x-csrftoken': expected }, false, { expected })).toBeUndefined();
  });

  it('lets pages of this host only send it, where the browser says from where', () => {
    expect(problem({ ...good, origin: 'http://awx.example.org' })).toBeUndefined();
    for (const origin of ['http://other.example.org', 'http://awx.example.org:8080', 'null', ''])
      expect(problem({ ...good, origin })).toBe(
        `CSRF Failed: Origin checking failed - ${origin} does not match any trusted origins.`,
      );
    expect(problem({ ...good, origin: 'http://awx.example.org' }, true)).toMatch(/Origin checking failed/);
    expect(problem({ ...good, origin: 'https://awx.example.org' }, true)).toBeUndefined();
  });

  it.each([
    [undefined, 'no Referer.'],
    ['not a url', 'Referer is malformed.'],
    ['http://awx.example.org/', 'Referer is insecure while host is secure.'],
    ['https://other.example.org/', 'https://other.example.org/ does not match any trusted origins.'],
  ])('wants a referer over TLS: %s', (referer, reason) => {
    expect(problem({ ...good, referer }, true)).toBe(`CSRF Failed: Referer checking failed - ${reason}`);
    expect(problem({ ...good, referer })).toBeUndefined();
  });

  it('takes the default port for the same', () => {
    expect(
      problem({ ...good, host: 'awx.example.org:443', referer: 'https://awx.example.org/x' }, true),
    ).toBeUndefined();
  });
});

describe('the token of a browser', () => {
  it('stays as long as it is one', () => {
    expect(csrfTokenFor({ isSecure: false, headers: good })).toBe(TOKEN);
    for (const cookie of [undefined, 'csrftoken=x', 'csrftoken="><script>"'])
      expect(csrfTokenFor({ isSecure: false, headers: { cookie } })).toMatch(/^[\w-]{32}$/);
  });

  it('follows from the key of a session', () => {
    const headers = { cookie: `csrftoken=${TOKEN}; awx_sessionid=key` };
    expect(csrfTokenFor({ isSecure: false, headers })).toBe(csrfTokenOf('key'));
    expect(csrfTokenOf('key')).toMatch(/^[\w-]{32}$/);
    expect(csrfTokenOf('key')).not.toBe(csrfTokenOf('other'));
  });
});
