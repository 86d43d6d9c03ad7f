import {
  Authorizations,
  BearerTokens,
  OAuthClients,
  Sessions,
  TokenApi,
  type TokenApiPorts,
  TokenGrants,
} from '@application/authentication';
import type { OAuthServices } from '../http/oauth/oauth-services.js';

/** All ways to log in but that with a name and a password. */
export interface AuthenticationServices {
  readonly tokens: TokenApi;
  readonly bearers: BearerTokens;
  readonly sessions: Sessions;
  readonly oauth: OAuthServices;
}

export const bindAuthentication = (ports: TokenApiPorts, isShared: boolean): AuthenticationServices => ({
  tokens: new TokenApi(ports),
  bearers: new BearerTokens(ports.store, ports.clock),
  sessions: new Sessions({ ...ports, ...(isShared && { notes: ports.store }) }),
  oauth: {
    clients: new OAuthClients(ports.store),
    authorizations: new Authorizations(ports.runner, ports.clock),
    grants: new TokenGrants(ports),
  },
});
