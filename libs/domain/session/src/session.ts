import { assertNever, type Decider } from '@domain/kernel';
import type { SessionCommand, SessionEvent } from './messages.js';

/** A session: not opened yet, open, or closed for ever. */
export type Session =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly secretHash: string }
  | { readonly status: 'closed' };

const decide = (command: SessionCommand, session: Session): readonly SessionEvent[] => {
  switch (command.type) {
    case 'OpenSession':
      return session.status === 'none' ? [{ type: 'SessionOpened', data: command.data }] : [];
    case 'CloseSession':
      return session.status === 'open'
        ? [{ type: 'SessionClosed', data: { secretHash: session.secretHash, reason: command.reason } }]
        : [];
    default:
      return assertNever(command);
  }
};

const evolve = (_session: Session, event: SessionEvent): Session => {
  switch (event.type) {
    case 'SessionOpened':
      return { status: 'open', secretHash: event.data.secretHash };
    case 'SessionClosed':
      return { status: 'closed' };
  }
};

/** One login with cookies, on a stream named after the hash of its key: `session-…`. */
export const session: Decider<Session, SessionCommand, SessionEvent> = { initial: { status: 'none' }, decide, evolve };
