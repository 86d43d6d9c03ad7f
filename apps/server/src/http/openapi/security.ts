import type { JsonObject } from '@domain/kernel';
import { SESSION_COOKIE } from '../authentication/csrf.js';

const SCOPES: JsonObject = { read: 'Reads.', write: 'Reads and writes.' };

/** How one logs in, by the names under which operations refer to it. */
export const SECURITY: JsonObject = {
  basic: { type: 'http', scheme: 'basic', description: 'Name and password.' },
  token: { type: 'http', scheme: 'bearer', description: 'A personal access token, or one of an application.' },
  session: {
    ...{ type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
    description:
      'The cookie of /api/login/. What changes something also carries X-CSRFToken, the value of the cookie csrftoken.',
  },
  oauth2: {
    type: 'oauth2',
    description: 'Applications that act for users; codes come with PKCE.',
    flows: {
      authorizationCode: {
        authorizationUrl: '/api/o/authorize/',
        tokenUrl: '/api/o/token/',
        refreshUrl: '/api/o/token/',
        scopes: SCOPES,
      },
      password: { tokenUrl: '/api/o/token/', refreshUrl: '/api/o/token/', scopes: SCOPES },
    },
  },
};

/** Each of them is enough. */
export const LOGINS: readonly JsonObject[] = Object.keys(SECURITY).map((name) => ({ [name]: [] }));
