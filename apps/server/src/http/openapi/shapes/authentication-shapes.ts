import { ref } from '../json-schema.js';
import type { Operation, Shape, Shapes } from '../shape.js';

const TOKEN = ref('OAuth2AccessToken');

const created: Operation = {
  takes: ref('OAuth2AccessTokenChange'),
  answers: { ...TOKEN, description: 'The only answer that holds the token itself.' },
};

/** Pages for browsers; who is let in is led on. */
const LOGIN: Shape = {
  GET: { media: ['text/html'], status: 200 },
  POST: { media: ['text/html'], status: 200, or: { status: 302 } },
};

const LIST: Shape = { GET: { page: 'OAuth2AccessToken' }, POST: created };
const changed: Operation = { takes: ref('OAuth2AccessTokenChange'), answers: TOKEN };

/** Tokens with which one logs in. */
export const AUTHENTICATION_SHAPES: Shapes = {
  '/api/login/': LOGIN,
  '/api/logout/': { GET: { status: 302 }, POST: { status: 302 } },
  '/api/v2/tokens/': LIST,
  '/api/v2/applications/:id/tokens/': LIST,
  '/api/v2/tokens/:id/': { GET: { answers: TOKEN }, PUT: changed, PATCH: changed, DELETE: { status: 204 } },
  ...Object.fromEntries(
    ['tokens', 'authorized_tokens', 'personal_tokens'].map((list) => [`/api/v2/users/:id/${list}/`, LIST]),
  ),
};
