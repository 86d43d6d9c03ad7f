import type { Projection, RowWriter, StoredEvent } from '@application/ports';
import type { SessionEvent } from '@domain/session';

export const SESSION_TABLE = 'session';
const LAST_LOGIN_TABLE = 'last_login';

type UserEvent =
  | { readonly type: 'UserChanged'; readonly data: { readonly changes: readonly { readonly field: string }[] } }
  | { readonly type: 'UserDeleted'; readonly data: object };
type Event = StoredEvent & (SessionEvent | UserEvent);

/** Sessions that are open, by the hash of their key, and when each user logged in last. */
export const sessionProjection: Projection = {
  name: 'sessions',
  version: 1,
  schema: [
    `CREATE TABLE ${SESSION_TABLE} (secret_hash TEXT PRIMARY KEY, "user" INTEGER NOT NULL, opened TEXT NOT NULL, expires TEXT NOT NULL)`,
    `CREATE INDEX ${SESSION_TABLE}__user ON ${SESSION_TABLE} ("user")`,
    `CREATE INDEX ${SESSION_TABLE}__expires ON ${SESSION_TABLE} (expires)`,
    `CREATE TABLE ${LAST_LOGIN_TABLE} ("user" INTEGER PRIMARY KEY, at TEXT NOT NULL)`,
  ],
  tables: [SESSION_TABLE, LAST_LOGIN_TABLE],
  project: (rows, event) => project(rows, event as Event),
};

const project = async (rows: RowWriter, event: Event): Promise<void> => {
  switch (event.type) {
    case 'SessionOpened':
      return open(rows, event, event.meta.at);
    case 'SessionClosed':
      return rows.run(`DELETE FROM ${SESSION_TABLE} WHERE secret_hash = ?`, [event.data.secretHash]);
    case 'UserChanged':
      // Whoever knew the old password is out.
      if (event.data.changes.some(({ field }) => field === 'password')) await endAll(rows, userOf(event));
      return;
    case 'UserDeleted':
      await endAll(rows, userOf(event));
      return rows.run(`DELETE FROM ${LAST_LOGIN_TABLE} WHERE "user" = ?`, [userOf(event)]);
  }
};

const userOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

const endAll = async (rows: RowWriter, user: number): Promise<void> =>
  rows.run(`DELETE FROM ${SESSION_TABLE} WHERE "user" = ?`, [user]);

/** Sessions whose time is over go when the next one is opened. */
const open = async (
  rows: RowWriter,
  { data }: Extract<Event, { type: 'SessionOpened' }>,
  at: string,
): Promise<void> => {
  await rows.run(`DELETE FROM ${SESSION_TABLE} WHERE expires <= ?`, [at]);
  await rows.run(`INSERT INTO ${SESSION_TABLE} (secret_hash, "user", opened, expires) VALUES (?, ?, ?, ?)`, [
    ...[data.secretHash, data.user.id, at, data.expires],
  ]);
  await rows.run(
    `INSERT INTO ${LAST_LOGIN_TABLE} ("user", at) VALUES (?, ?) ON CONFLICT ("user") DO UPDATE SET at = excluded.at`,
    [data.user.id, at],
  );
};
