import { type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { authorizeEndpoint } from './authorize-endpoint.js';
import type { OAuthParts } from './oauth-services.js';
import { revokeEndpoint } from './revoke-endpoint.js';
import { tokenEndpoint } from './token-endpoint.js';

/** OAuth 2 for applications that act for users. */
export const oauthEndpoints = (parts: OAuthParts): readonly Endpoint[] => [
  rootEndpoint(),
  authorizeEndpoint(parts),
  tokenEndpoint(parts),
  revokeEndpoint(parts),
];

const rootEndpoint = (): Endpoint =>
  openEndpoint({
    path: '/api/o/',
    name: 'API OAuth 2 Authorization Root',
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: {
      GET: () => ({
        json: { authorize: '/api/o/authorize/', token: '/api/o/token/', revoke_token: '/api/o/revoke_token/' },
      }),
    },
  });
