import { INTEGER, objectOf, orNull, ref, type Schema, TEXT } from '../json-schema.js';
import type { Shape, Shapes } from '../shape.js';

/** How an application says who it is, where it does not do so by Basic authentication. */
const CLIENT = { client_id: TEXT, client_secret: TEXT };

const REQUEST: Schema = objectOf(
  {
    grant_type: { enum: ['authorization_code', 'password', 'refresh_token'] },
    ...{ code: TEXT, redirect_uri: TEXT, code_verifier: TEXT, username: TEXT, password: TEXT, refresh_token: TEXT },
    ...{ scope: TEXT, ...CLIENT },
  },
  ['grant_type'],
);

const GRANTED: Schema = objectOf({
  ...{ access_token: TEXT, token_type: { enum: ['Bearer'] }, expires_in: INTEGER, scope: TEXT },
  refresh_token: orNull(TEXT),
});

const PROBLEM = { answers: objectOf({ error: TEXT, error_description: TEXT }, ['error']) };

/** What the consent form sends back: what the application asked for, and whether the user allows it. */
const CONSENT: Schema = objectOf(
  {
    ...{ response_type: { enum: ['code'] }, client_id: TEXT, redirect_uri: TEXT, scope: TEXT, state: TEXT },
    ...{ code_challenge: TEXT, code_challenge_method: { enum: ['S256'] }, csrfmiddlewaretoken: TEXT, allow: TEXT },
  },
  ['response_type', 'client_id'],
);

const PAGE = { media: 'text/html' };
const CSRF_MISSING = { answers: ref('Refusal') };

const AUTHORIZE: Shape = {
  GET: {
    ...{ media: ['text/html'], status: 200, or: { status: 302 }, refuses: { 400: PAGE } },
    query: {
      response_type: '`code`',
      client_id: 'The application',
      redirect_uri: 'Where the code is sent, one of those of the application',
      scope: '`read` or `write`',
      state: 'Sent back unchanged',
      code_challenge: 'SHA-256 of the verifier (PKCE)',
      code_challenge_method: '`S256`',
    },
  },
  POST: { form: CONSENT, status: 302, refuses: { 400: PAGE, 403: CSRF_MISSING } },
};

/** How applications get tokens for users (RFC 6749) and let go of them (RFC 7009). */
export const OAUTH_SHAPES: Shapes = {
  '/api/o/': { GET: { answers: objectOf({ authorize: TEXT, token: TEXT, revoke_token: TEXT }) } },
  '/api/o/authorize/': AUTHORIZE,
  '/api/o/token/': {
    POST: { takes: REQUEST, form: REQUEST, answers: GRANTED, status: 200, refuses: { 400: PROBLEM, 401: PROBLEM } },
  },
  '/api/o/revoke_token/': {
    POST: {
      takes: objectOf({ token: TEXT, ...CLIENT }, ['token']),
      form: objectOf({ token: TEXT, ...CLIENT }, ['token']),
      answers: { type: 'object', description: 'Nothing, also for a token that is none.' },
      status: 200,
      refuses: { 400: PROBLEM, 401: PROBLEM },
    },
  },
};
