import type { DomainEvent, EventCatalog } from '@domain/kernel';

/** Why a session ended: before its time, or found to be over when the installation was cleaned up. With its user, or with the password it was opened with, it ends without being told so. */
export type ClosingReason = 'logged-out' | 'replaced' | 'expired';

export interface Opened {
  /** Of the key in the cookie, which is kept nowhere. */
  readonly secretHash: string;
  readonly user: { readonly id: number; readonly name: string };
  readonly expires: string;
  /** Where the login came from. */
  readonly address: string;
}

export type SessionEvent =
  | DomainEvent<'SessionOpened', Opened>
  | DomainEvent<'SessionClosed', { readonly secretHash: string; readonly reason: ClosingReason }>;

export type SessionCommand =
  | { readonly type: 'OpenSession'; readonly data: Opened }
  | { readonly type: 'CloseSession'; readonly reason: ClosingReason };

export const sessionCatalog: EventCatalog<SessionEvent> = {
  SessionOpened: {
    schema: 1,
    about: 'A user logged in with his password, for a browser or a client that keeps cookies.',
  },
  SessionClosed: {
    schema: 1,
    about: 'The user logged out, or logged in anew over this session, or its time is over and it was cleaned up.',
  },
};
