/** Tokens that are good, or would be but for their time. */
export const TOKEN_TABLE = 'access_token';

export const TOKEN_SCHEMA = [
  `CREATE TABLE ${TOKEN_TABLE} (
    id INTEGER PRIMARY KEY, "user" INTEGER NOT NULL, application INTEGER, description TEXT NOT NULL, scope TEXT NOT NULL,
    token TEXT NOT NULL, expires TEXT NOT NULL, refresh_token TEXT, refresh_expires TEXT,
    created TEXT NOT NULL, modified TEXT NOT NULL)`,
  `CREATE UNIQUE INDEX ${TOKEN_TABLE}__token ON ${TOKEN_TABLE} (token)`,
  `CREATE UNIQUE INDEX ${TOKEN_TABLE}__refresh_token ON ${TOKEN_TABLE} (refresh_token) WHERE refresh_token IS NOT NULL`,
  `CREATE INDEX ${TOKEN_TABLE}__user ON ${TOKEN_TABLE} ("user")`,
  `CREATE INDEX ${TOKEN_TABLE}__application ON ${TOKEN_TABLE} (application) WHERE application IS NOT NULL`,
];
