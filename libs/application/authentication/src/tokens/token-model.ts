import type { QueryModel } from '@application/queries';
import { TOKEN_TABLE } from './tables.js';

export const TOKEN_TYPE = 'o_auth2_access_token';

/** What lists of tokens are filtered, searched and ordered by; nobody may guess a token by filtering. */
export const tokenModel: QueryModel = {
  name: 'OAuth2AccessToken',
  table: TOKEN_TABLE,
  type: TOKEN_TYPE,
  columns: [
    { name: 'id', type: 'id' },
    { name: 'created', type: 'datetime' },
    { name: 'modified', type: 'datetime' },
    { name: 'description', type: 'string' },
    { name: 'user', type: 'id' },
    { name: 'token', type: 'string', protected: true },
    { name: 'refresh_token', type: 'string', protected: true },
    { name: 'application', type: 'id' },
    { name: 'expires', type: 'datetime' },
    { name: 'scope', type: 'string' },
  ],
  relations: [
    { kind: 'one', name: 'user', target: 'User' },
    { kind: 'one', name: 'application', target: 'OAuth2Application' },
  ],
  search: ['description'],
  ordering: ['id'],
};
