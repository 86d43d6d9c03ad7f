import type { Row } from '@application/ports';
import type { Pool, PoolClient } from 'pg';
import { borrowing } from './connections.js';
import { persistently } from './failures.js';
import type { Queries } from './queries.js';

/** Connections of this process that read rows, and write notes. What they are asked may happen twice: it is asked again where a connection broke. */
export class Readers {
  /** The search path that each connection has. */
  private readonly paths = new WeakMap<PoolClient, string>();

  constructor(
    private readonly pool: Pool,
    private readonly queries: Queries,
    private readonly searchPath: () => string,
  ) {}

  /** @throws ReadStoreUnavailable */
  run(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return this.with((client) => this.queries.run(client, sql, parameters));
  }

  /** As Kysely wants it: whatever it takes for a connection, each query is one of its own. */
  asKyselyPool() {
    const query = (sql: string, parameters: readonly unknown[]) =>
      this.with((client) => this.queries.result(client, sql, parameters));
    const connection = { query, release: () => undefined };
    return { connect: () => Promise.resolve(connection), end: () => Promise.resolve() };
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private with<T>(ask: (client: PoolClient) => Promise<T>): Promise<T> {
    return persistently(() =>
      borrowing(this.pool, async (client) => {
        await this.enter(client);
        return ask(client);
      }),
    );
  }

  private async enter(client: PoolClient): Promise<void> {
    const path = this.searchPath();
    if (this.paths.get(client) === path) return;
    await client.query(`SET search_path TO ${path}`);
    this.paths.set(client, path);
  }
}
