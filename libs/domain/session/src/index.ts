export { type ClosingReason, type Opened, type SessionCommand, type SessionEvent, sessionCatalog } from './messages.js';
export { type Session, session } from './session.js';
