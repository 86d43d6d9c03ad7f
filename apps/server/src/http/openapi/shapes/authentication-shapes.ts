import { objectOf, ref, TEXT } from '../json-schema.js';
import type { Operation, Shape, Shapes } from '../shape.js';

const TOKEN = ref('OAuth2AccessToken');

const created: Operation = {
  takes: ref('OAuth2AccessTokenChange'),
  answers: { ...TOKEN, description: 'The only answer that holds the token itself.' },
};

const CSRF = {
  csrfmiddlewaretoken: { ...TEXT, description: 'The cookie csrftoken; the header X-CSRFToken does as well.' },
};
const LOGIN_FORM = objectOf({ username: TEXT, password: TEXT, next: TEXT, ...CSRF }, ['username', 'password']);

const PAGE = { media: 'text/html' };
const NO_CSRF = { answers: ref('Refusal') };

/** Pages for browsers; who is let in is led on. */
const LOGIN: Shape = {
  GET: { media: ['text/html'], status: 200 },
  POST: {
    form: LOGIN_FORM,
    media: ['text/html'],
    status: 200,
    or: { status: 302 },
    refuses: { 401: PAGE, 403: NO_CSRF },
  },
};

const LIST: Shape = { GET: { page: 'OAuth2AccessToken' }, POST: created };
const changed: Operation = { takes: ref('OAuth2AccessTokenChange'), answers: TOKEN };

/** Tokens with which one logs in. */
export const AUTHENTICATION_SHAPES: Shapes = {
  '/api/login/': LOGIN,
  '/api/logout/': { GET: { status: 302 }, POST: { form: objectOf(CSRF, []), status: 302, refuses: { 403: NO_CSRF } } },
  '/api/v2/tokens/': LIST,
  '/api/v2/applications/:id/tokens/': LIST,
  '/api/v2/tokens/:id/': { GET: { answers: TOKEN }, PUT: changed, PATCH: changed, DELETE: { status: 204 } },
  ...Object.fromEntries(
    ['tokens', 'authorized_tokens', 'personal_tokens'].map((list) => [`/api/v2/users/:id/${list}/`, LIST]),
  ),
};
