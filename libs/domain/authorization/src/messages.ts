import type { DomainEvent, EventCatalog } from '@domain/kernel';

/** What a user allowed an application: it has a code, which it may give for a token once. */
export interface Granted {
  /** Of the code, which is kept nowhere. */
  readonly secretHash: string;
  readonly user: { readonly id: number; readonly name: string };
  readonly application: { readonly id: number; readonly name: string };
  readonly scope: string;
  readonly redirectUri: string;
  /** SHA-256 of a secret of the application (RFC 7636, S256); null: it shows its own secret instead. */
  readonly challenge: string | null;
  readonly expires: string;
  /** The user was asked; false: his organization trusts the application. */
  readonly isAsked: boolean;
}

export type AuthorizationEvent =
  DomainEvent<'AuthorizationGranted', Granted> | DomainEvent<'AuthorizationRedeemed', { readonly token: number }>;

export type AuthorizationCommand =
  | { readonly type: 'GrantAuthorization'; readonly data: Granted }
  /** The code is given for a token, whose id is set aside. */
  | { readonly type: 'RedeemAuthorization'; readonly token: number; readonly at: string };

export const authorizationCatalog: EventCatalog<AuthorizationEvent> = {
  AuthorizationGranted: { schema: 1, about: 'A user let an application act for him; it got a code for a token.' },
  AuthorizationRedeemed: { schema: 1, about: 'The application gave the code for a token; the id of the token.' },
};
