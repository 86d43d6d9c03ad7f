import type { EventCatalog } from '@domain/kernel';
import type { TokenEvent } from './messages.js';

export const tokenCatalog: EventCatalog<TokenEvent> = {
  TokenIssued: {
    schema: 1,
    about: 'A token was given out: whose it is, for what, how long; only hashes of its secrets.',
  },
  TokenChanged: { schema: 1, about: 'Per field what it was and what it is.' },
  TokenRefreshed: {
    schema: 1,
    about: 'The token was given for a new one and is no longer good; the id of the new one.',
  },
  TokenRevoked: { schema: 1, about: 'The token is no longer good, and why.' },
};
