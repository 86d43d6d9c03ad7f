import { assertNever, type Decider, refused } from '@domain/kernel';
import type { AuthorizationCommand, AuthorizationEvent, Granted } from './messages.js';

/** A code: unknown, good, or given for a token. */
export type Authorization =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly granted: Granted }
  | { readonly status: 'redeemed'; readonly granted: Granted; readonly token: number };

/** A code is good once and for a short time; a second use is refused, and whoever asks can tell it from a wrong code. */
const decide = (command: AuthorizationCommand, state: Authorization): readonly AuthorizationEvent[] => {
  switch (command.type) {
    case 'GrantAuthorization':
      return state.status === 'none' ? [{ type: 'AuthorizationGranted', data: command.data }] : [];
    case 'RedeemAuthorization':
      if (state.status !== 'open' || state.granted.expires <= command.at)
        throw refused({ error: 'invalid_grant' }, 'CODE_NOT_GOOD');
      return [{ type: 'AuthorizationRedeemed', data: { token: command.token } }];
    default:
      return assertNever(command);
  }
};

const evolve = (state: Authorization, event: AuthorizationEvent): Authorization => {
  switch (event.type) {
    case 'AuthorizationGranted':
      return { status: 'open', granted: event.data };
    case 'AuthorizationRedeemed':
      return state.status === 'open' ? { ...state, status: 'redeemed', token: event.data.token } : state;
  }
};

/** One authorization code, on a stream named after its hash: `authorization-…`. */
export const authorization: Decider<Authorization, AuthorizationCommand, AuthorizationEvent> = {
  initial: { status: 'none' },
  decide,
  evolve,
};
