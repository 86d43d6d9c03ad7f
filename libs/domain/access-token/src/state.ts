import type { HashedSecret, TokenEvent, TokenValues } from './messages.js';

/** A token: never issued, good, or over; one that was refreshed knows what came after it. */
export type Token =
  | { readonly status: 'none' }
  | { readonly status: 'live'; readonly values: TokenValues; readonly refresh: HashedSecret | null }
  | { readonly status: 'over'; readonly successor: number | null };

export const NO_TOKEN: Token = { status: 'none' };

export const evolve = (token: Token, event: TokenEvent): Token => {
  switch (event.type) {
    case 'TokenIssued': {
      const { description, scope, refresh } = event.data;
      return { status: 'live', values: { description, scope }, refresh };
    }
    case 'TokenChanged':
      return token.status === 'live' ? { ...token, values: changed(token.values, event.data.changes) } : token;
    case 'TokenRefreshed':
      return { status: 'over', successor: event.data.successor };
    case 'TokenRevoked':
      return { status: 'over', successor: null };
  }
};

const changed = (
  values: TokenValues,
  changes: Extract<TokenEvent, { type: 'TokenChanged' }>['data']['changes'],
): TokenValues => changes.reduce((next, { field, new: value }) => ({ ...next, [field]: value }), values);
