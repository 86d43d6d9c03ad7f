import type { KeyStore } from '@application/ports';
import type { Pool } from 'pg';
import { openPool, type Place } from './connections.js';
import { persistently } from './failures.js';

const TABLE = 'CREATE TABLE IF NOT EXISTS owner_key (owner TEXT PRIMARY KEY, wrapped TEXT NOT NULL)';
const INSERT = 'INSERT INTO owner_key (owner, wrapped) VALUES ($1, $2) ON CONFLICT (owner) DO NOTHING';

/**
 * Wrapped keys that several processes share, in a schema of their own: it is no read model, nothing that fills those again
 * touches it, and it belongs into the backup. An insert that is repeated after a broken connection may say that there was a
 * text although it is its own; whoever wanted one reads it then.
 */
export class PostgresKeyStore implements KeyStore {
  private constructor(private readonly pool: Pool) {}

  /**
   * @param place that of the read models
   * @throws ReadStoreUnavailable
   */
  static async open({ url, schema: base }: Place, onLost: (error: Error) => void): Promise<PostgresKeyStore> {
    const schema = `${base}_keys`;
    const pool = await openPool({ url, schema }, onLost, { isDurable: true });
    try {
      await persistently(() => prepare(pool, schema));
      return new PostgresKeyStore(pool);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  async read(owner: string): Promise<string | undefined> {
    const { rows } = await persistently(() =>
      this.pool.query<{ wrapped: string }>('SELECT wrapped FROM owner_key WHERE owner = $1', [owner]),
    );
    return rows[0]?.wrapped;
  }

  async createUnlessThere(owner: string, text: string): Promise<boolean> {
    return (await persistently(() => this.pool.query(INSERT, [owner, text]))).rowCount === 1;
  }

  async remove(owner: string): Promise<void> {
    await persistently(() => this.pool.query('DELETE FROM owner_key WHERE owner = $1', [owner]));
  }

  async owners(): Promise<readonly string[]> {
    const { rows } = await persistently(() => this.pool.query<{ owner: string }>('SELECT owner FROM owner_key'));
    return rows.map(({ owner }) => owner);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** All of it in one round, which is one transaction: processes that start together do it one after the other. */
const prepare = async (pool: Pool, schema: string): Promise<void> => {
  const lock = `SELECT pg_advisory_xact_lock(hashtextextended('cairn ${schema}', 0))`;
  await pool.query(`${lock}; CREATE SCHEMA IF NOT EXISTS "${schema}"; ${TABLE}`);
};
