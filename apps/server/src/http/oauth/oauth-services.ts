import type { Authorizations, OAuthClients, Sessions, TokenGrants } from '@application/authentication';
import type { Login } from '../authentication/login.js';

/** What applications that act for users stand on. */
export interface OAuthServices {
  readonly clients: OAuthClients;
  readonly authorizations: Authorizations;
  readonly grants: TokenGrants;
}

/** The same with the ways to tell who a user is. */
export interface OAuthParts extends OAuthServices {
  readonly login: Pick<Login, 'viewer'>;
  readonly sessions: Pick<Sessions, 'find'>;
}
