export { tokenProjection } from './tokens/token-projection.js';
export { tokenModel } from './tokens/token-model.js';
export {
  TokenApi,
  type TokenApiPorts,
  type TokensOfUser,
  USER_TOKEN_LISTS,
  type UserTokenList,
} from './tokens/token-api.js';
export { type Bearer, BearerTokens } from './tokens/bearer-tokens.js';
export { type RevocationPorts, tokenRevocations } from './tokens/revocations.process.js';
export { sessionProjection } from './sessions/session-projection.js';
export { type Cleaning, type ExpiredLoginPorts, ExpiredLogins } from './expired-logins.js';
export { IDLE_SECONDS, type SessionPorts, Sessions } from './sessions/sessions.js';
export { type OAuthClient, OAuthClients } from './oauth/clients.js';
export { type Allowance, Authorizations } from './oauth/authorizations.js';
export {
  type CodeClaim,
  type GrantPorts,
  type RefreshClaim,
  TokenGrants,
  type TokenOrder,
} from './oauth/token-grants.js';
export { LoginRecords } from './logins/login-records.js';
export { PasswordRenewal } from './logins/password-renewal.js';
