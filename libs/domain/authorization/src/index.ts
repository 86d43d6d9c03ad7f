export { type AuthorizationCommand, type AuthorizationEvent, authorizationCatalog, type Granted } from './messages.js';
export { type Authorization, authorization } from './authorization.js';
