export type {
  HashedSecret,
  Issued,
  Named,
  RevocationReason,
  TokenChange,
  TokenCommand,
  TokenEvent,
  TokenOrigin,
  TokenValues,
} from './messages.js';
export { tokenCatalog } from './catalog.js';
export { NO_TOKEN, type Token } from './state.js';
export { accessToken } from './decide.js';
