/** Tokens that are good, or would be but for their time. */
export const TOKEN_TABLE = 'access_token';

/** Refresh tokens that were given for a new token, as long as they would have been good: nobody may use one twice. */
export const SPENT_TABLE = 'spent_refresh_token';

export const TOKEN_SCHEMA = [
  `CREATE TABLE ${TOKEN_TABLE} (
    id INTEGER PRIMARY KEY, "user" INTEGER NOT NULL, application INTEGER, description TEXT NOT NULL, scope TEXT NOT NULL,
    token TEXT NOT NULL, expires TEXT NOT NULL, refresh_token TEXT, refresh_expires TEXT,
    created TEXT NOT NULL, modified TEXT NOT NULL)`,
  `CREATE UNIQUE INDEX ${TOKEN_TABLE}__token ON ${TOKEN_TABLE} (token)`,
  `CREATE UNIQUE INDEX ${TOKEN_TABLE}__refresh_token ON ${TOKEN_TABLE} (refresh_token) WHERE refresh_token IS NOT NULL`,
  `CREATE INDEX ${TOKEN_TABLE}__user ON ${TOKEN_TABLE} ("user")`,
  `CREATE INDEX ${TOKEN_TABLE}__application ON ${TOKEN_TABLE} (application) WHERE application IS NOT NULL`,
  `CREATE TABLE ${SPENT_TABLE} (refresh_token TEXT PRIMARY KEY, token INTEGER NOT NULL, successor INTEGER NOT NULL, expires TEXT NOT NULL)`,
  `CREATE INDEX ${SPENT_TABLE}__token ON ${SPENT_TABLE} (token)`,
  `CREATE INDEX ${SPENT_TABLE}__expires ON ${SPENT_TABLE} (expires)`,
];
