import { assertNever, type Decider, missing, refused } from '@domain/kernel';
import type { TokenCommand, TokenEvent, TokenValues } from './messages.js';
import { evolve, NO_TOKEN, type Token } from './state.js';

type Command<Type extends TokenCommand['type']> = Extract<TokenCommand, { readonly type: Type }>;
type Events = readonly TokenEvent[];

/** Once over, a token stays over; a repeat decides nothing. */
const decide = (command: TokenCommand, token: Token): Events => {
  switch (command.type) {
    case 'IssueToken':
      return token.status === 'none' ? [{ type: 'TokenIssued', data: command.data }] : [];
    case 'ChangeToken':
      return changed(command, token);
    case 'RefreshToken':
      return refreshed(command, token);
    case 'RevokeToken':
      return token.status === 'live' ? [{ type: 'TokenRevoked', data: { reason: command.reason } }] : [];
    default:
      return assertNever(command);
  }
};

const FIELDS: readonly (keyof TokenValues)[] = ['description', 'scope'];

const changed = ({ values }: Command<'ChangeToken'>, token: Token): Events => {
  if (token.status !== 'live') throw missing();
  const changes = FIELDS.flatMap((field) => {
    const [old, value] = [token.values[field], values[field]];
    return value === undefined || value === old ? [] : [{ field, old, new: value }];
  });
  return changes.length === 0 ? [] : [{ type: 'TokenChanged', data: { changes } }];
};

/** A refresh token is good once: of two who show it, the second may have stolen it. */
const refreshed = ({ successor, at }: Command<'RefreshToken'>, token: Token): Events => {
  const isGood = token.status === 'live' && token.refresh !== null && token.refresh.expires > at;
  if (!isGood) throw refused({ error: 'invalid_grant' }, 'REFRESH_TOKEN_NOT_GOOD');
  return [{ type: 'TokenRefreshed', data: { successor } }];
};

/** One access token with its refresh token, on a stream of its own: `token-N`. */
export const accessToken: Decider<Token, TokenCommand, TokenEvent> = { initial: NO_TOKEN, decide, evolve };
