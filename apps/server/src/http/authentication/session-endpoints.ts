import type { Sessions } from '@application/authentication';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { htmlAnswer } from '../answers/html-page.js';
import { type ApiRequest, type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { cookiesOf, setCookie } from './cookies.js';
import { csrfCookie, csrfTokenFor, csrfTokenOf, demandCsrfToken, SESSION_COOKIE } from './csrf.js';
import type { Login } from './login.js';
import { loginPage } from './login-page.js';

export interface SessionServices {
  readonly login: Pick<Login, 'viewer'>;
  readonly sessions: Pick<Sessions, 'open' | 'find' | 'close'>;
}

type Anybody = ApiRequest<unknown>;

const WRONG = 'Please enter a correct username and password. Note that both fields may be case-sensitive.';
const HOME = '/api/';

/** Logging in with cookies, as AWX's login page works for its clients. */
export const sessionEndpoints = (services: SessionServices): readonly Endpoint[] => [
  openEndpoint({
    path: '/api/login/',
    name: 'Login',
    choosesForm: true,
    access: 'nobody',
    rules: { GET: 'anyone', POST: 'anyone' },
    methods: {
      GET: (request) => form(request, { next: request.query().get('next') ?? '' }),
      POST: (request) => logIn(services, request),
    },
  }),
  openEndpoint({
    path: '/api/logout/',
    name: 'Logout',
    choosesForm: true,
    access: 'nobody',
    rules: { GET: 'anyone', POST: 'anyone' },
    methods: {
      GET: (request) => logOut(services, request),
      POST: (request) => {
        demandCsrfToken(request, { formToken: textIn(request.body('form'), 'csrfmiddlewaretoken') });
        return logOut(services, request);
      },
    },
  }),
];

const textIn = (body: JsonObject, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value : '';
};

/** Places on this server only: a link to the login page must not lead elsewhere afterwards. */
const placeHere = (next: string): string => (/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : HOME);

const form = (
  request: Anybody,
  { next, username = '', problem }: { readonly next: string; readonly username?: string; readonly problem?: string },
  status = 200,
): Answer => {
  const csrfToken = csrfTokenFor(request);
  const shown = { csrfToken, next: placeHere(next), username, ...(problem !== undefined && { problem }) };
  return { ...htmlAnswer(loginPage(shown), status), cookies: [csrfCookie(csrfToken, request.isSecure)] };
};

const logIn = async ({ login, sessions }: SessionServices, request: Anybody): Promise<Answer> => {
  const body = request.body('form');
  demandCsrfToken(request, { formToken: textIn(body, 'csrfmiddlewaretoken') });
  const [username, password, next] = [textIn(body, 'username'), textIn(body, 'password'), textIn(body, 'next')];
  const viewer = await login.viewer({ username, password }, request.remote);
  const before = cookiesOf(request.headers).get(SESSION_COOKIE) ?? '';
  // Who is logged in already stays so, and AWX's answer is the form with 200.
  if (!viewer) return form(request, { next, username, problem: WRONG }, (await sessions.find(before)) ? 200 : 401);
  await sessions.close(before, 'replaced', request.id);
  const key = await sessions.open(viewer, request.remote, request.id);
  const { isSecure } = request;
  return {
    status: 302,
    headers: { location: placeHere(next), 'x-api-session-cookie-name': SESSION_COOKIE },
    cookies: [setCookie(SESSION_COOKIE, key, { isSecure }), csrfCookie(csrfTokenOf(key), isSecure)],
  };
};

const logOut = async ({ sessions }: SessionServices, request: Anybody): Promise<Answer> => {
  await sessions.close(cookiesOf(request.headers).get(SESSION_COOKIE) ?? '', 'logged-out', request.id);
  const { isSecure } = request;
  return {
    status: 302,
    headers: { location: HOME },
    cookies: [setCookie(SESSION_COOKIE, '', { isSecure, maxAge: 0 })],
  };
};
