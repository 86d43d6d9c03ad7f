import type { DomainEvent } from '@domain/kernel';

/** Someone or something as it was called when the event was written. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** How a token came to be: asked for at the API, or by one of the grants of OAuth 2. */
export type TokenOrigin = 'api' | 'password' | 'authorization-code' | 'refresh-token';

/** Why a token is no longer good. */
export type RevocationReason =
  | 'deleted'
  | 'revoked-by-client'
  | 'user-deleted'
  | 'application-deleted'
  | 'code-used-twice'
  | 'refresh-token-used-twice'
  | 'expired';

/** A secret that is known by its hash only, and until when it counts. */
export interface HashedSecret {
  readonly secretHash: string;
  readonly expires: string;
}

export interface Issued {
  readonly id: number;
  readonly user: Named;
  /** null: a personal token. */
  readonly application: Named | null;
  readonly origin: TokenOrigin;
  readonly scope: string;
  readonly description: string;
  readonly access: HashedSecret;
  /** null: it cannot be refreshed. */
  readonly refresh: HashedSecret | null;
}

/** What its owner may change of a token. */
export interface TokenValues {
  readonly description: string;
  readonly scope: string;
}

export interface TokenChange {
  readonly field: keyof TokenValues;
  readonly old: string;
  readonly new: string;
}

export type TokenEvent =
  | DomainEvent<'TokenIssued', Issued>
  | DomainEvent<'TokenChanged', { readonly changes: readonly TokenChange[] }>
  | DomainEvent<'TokenRefreshed', { readonly successor: number }>
  | DomainEvent<'TokenRevoked', { readonly reason: RevocationReason }>;

export type TokenCommand =
  | { readonly type: 'IssueToken'; readonly data: Issued }
  | { readonly type: 'ChangeToken'; readonly values: Partial<TokenValues> }
  /** Its refresh token is given for a new token, whose id is set aside. */
  | { readonly type: 'RefreshToken'; readonly successor: number; readonly at: string }
  | { readonly type: 'RevokeToken'; readonly reason: RevocationReason };
