import type { Projection, RowWriter, StoredEvent } from '@application/ports';
import type { Issued, TokenEvent } from '@domain/access-token';
import { SPENT_TABLE, TOKEN_SCHEMA, TOKEN_TABLE } from './tables.js';

type Event = StoredEvent & TokenEvent;

/** Tokens by their hashes; those that are over have no row. */
export const tokenProjection: Projection = {
  name: 'access-tokens',
  version: 2,
  schema: TOKEN_SCHEMA,
  tables: [TOKEN_TABLE, SPENT_TABLE],
  project: (rows, event) => project(rows, event as Event),
};

const idOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

const project = async (rows: RowWriter, event: Event): Promise<void> => {
  switch (event.type) {
    case 'TokenIssued':
      return insert(rows, event.data, event.meta.at);
    case 'TokenChanged':
      for (const { field, new: value } of event.data.changes)
        await rows.run(`UPDATE ${TOKEN_TABLE} SET ${field} = ?, modified = ? WHERE id = ?`, [
          value,
          event.meta.at,
          idOf(event),
        ]);
      return;
    case 'TokenRefreshed':
      await spend(rows, idOf(event), event.data.successor, event.meta.at);
      return rows.run(`DELETE FROM ${TOKEN_TABLE} WHERE id = ?`, [idOf(event)]);
    case 'TokenRevoked':
      return rows.run(`DELETE FROM ${TOKEN_TABLE} WHERE id = ?`, [idOf(event)]);
  }
};

const spend = async (rows: RowWriter, token: number, successor: number, at: string): Promise<void> => {
  await rows.run(`DELETE FROM ${SPENT_TABLE} WHERE expires <= ?`, [at]);
  await rows.run(
    `INSERT INTO ${SPENT_TABLE} (refresh_token, token, successor, expires)
      SELECT refresh_token, id, ?, refresh_expires FROM ${TOKEN_TABLE} WHERE id = ?`,
    [successor, token],
  );
};

const insert = (rows: RowWriter, token: Issued, at: string): void | Promise<void> =>
  rows.run(
    `INSERT INTO ${TOKEN_TABLE} (id, "user", application, description, scope, token, expires, refresh_token, refresh_expires,
      created, modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[token.id, token.user.id, token.application?.id ?? null, token.description, token.scope],
      ...[token.access.secretHash, token.access.expires],
      ...[token.refresh?.secretHash ?? null, token.refresh?.expires ?? null, at, at],
    ],
  );
