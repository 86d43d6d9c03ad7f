import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStoreUnavailable } from '@application/ports';
import type { Client } from 'pg';
import { toPostgresSchema } from './dialect.js';
import { FUNCTIONS } from './functions.js';

const BOOKKEEPING = [
  'CREATE TABLE IF NOT EXISTS projection_checkpoint (name TEXT PRIMARY KEY, version INTEGER NOT NULL, position TEXT, tables TEXT NOT NULL)',
  'CREATE TABLE IF NOT EXISTS consumer_note (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
];

/** The server needs a moment to see that a process which was killed is gone. */
const ATTEMPTS = 40;
const PAUSE_MS = 250;
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,50}$/;

/**
 * Locks the schema for as long as the connection lives, and makes what every read model needs.
 * @throws ReadStoreUnavailable when another process has it
 */
export const prepareSchema = async (writer: Client, schema: string): Promise<void> => {
  if (!SCHEMA_NAME.test(schema)) throw new Error(`${schema} cannot be the name of a schema`);
  await lock(writer, schema);
  await writer.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
  for (const statement of [...BOOKKEEPING.map(toPostgresSchema), ...FUNCTIONS]) await writer.query(statement);
};

const lock = async (writer: Client, schema: string): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    const { rows } = await writer.query<{ mine: number }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine',
      [`cairn read models ${schema}`],
    );
    if (rows[0]?.mine === 1) return;
    if (attempt === ATTEMPTS)
      throw new ReadStoreUnavailable(`another process writes the read models in schema ${schema} of this PostgreSQL`);
    await sleep(PAUSE_MS);
  }
};
