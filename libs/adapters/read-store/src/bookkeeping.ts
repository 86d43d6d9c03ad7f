import type { DatabaseSyncInstance } from '@photostructure/sqlite';

/** How far each projection has read the log, and what consumers without rows note. */
const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS projection_checkpoint (name TEXT PRIMARY KEY, version INTEGER NOT NULL, position TEXT, tables TEXT NOT NULL, seen TEXT);
  CREATE TABLE IF NOT EXISTS consumer_note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

export const SET_NOTE =
  'INSERT INTO consumer_note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';

const COLUMNS = "SELECT name FROM pragma_table_info('projection_checkpoint')";

/** Makes the tables, or brings those of an earlier version up to date. */
export const keepBooks = (db: DatabaseSyncInstance): void => {
  db.exec(BOOKKEEPING);
  const columns = db.prepare(COLUMNS).all() as { readonly name: string }[];
  if (!columns.some(({ name }) => name === 'seen')) db.exec('ALTER TABLE projection_checkpoint ADD COLUMN seen TEXT');
};
