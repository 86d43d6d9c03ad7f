/** How far each projection has read the log, and what consumers without rows note. */
export const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS projection_checkpoint (name TEXT PRIMARY KEY, version INTEGER NOT NULL, position TEXT, tables TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS consumer_note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

export const SET_NOTE =
  'INSERT INTO consumer_note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
