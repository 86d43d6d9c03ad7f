import type { Row, RowWriter, SqlValue } from '@application/ports';
import type { Client } from 'pg';
import { connectWriter, type Place } from './connections.js';
import { isPassing, unavailable } from './failures.js';
import type { Queries } from './queries.js';

/** The statements of one transaction. None waits for the answers to those before; what goes wrong is told at the end too. */
export class Statements implements RowWriter {
  private readonly asked: Promise<unknown>[] = [];

  constructor(
    private readonly client: Client,
    private readonly queries: Queries,
  ) {}

  run(sql: string, parameters: readonly SqlValue[]): void {
    void this.all(sql, parameters);
  }

  all(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.keep(this.queries.run(this.client, sql, parameters));
  }

  /** A text that is PostgreSQL's own already, without parameters. */
  exec(text: string): Promise<unknown> {
    return this.keep(this.client.query(text));
  }

  /** @throws what went wrong first */
  async done(): Promise<void> {
    await Promise.all(this.asked.splice(0));
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.asked.splice(0));
  }

  private keep<T>(answer: Promise<T>): Promise<T> {
    answer.catch(() => undefined);
    this.asked.push(answer);
    return answer;
  }
}

/** The connection of this process that writes rows, one transaction at a time. Opened again when it broke. */
export class Writer {
  private client: Promise<Client> | undefined;
  private entering: (client: Client) => Promise<void> = () => Promise.resolve();

  /** @param onLost told when the connection breaks */
  constructor(
    private readonly place: Place,
    private readonly queries: Queries,
    private readonly onLost: (error: Error) => void,
  ) {}

  /** What each connection does before it writes, and the one that is open does at once. */
  async enter(step: (client: Client) => Promise<void>): Promise<void> {
    this.entering = step;
    const client = await this.connected();
    await step(client).catch((error: unknown) => {
      throw isPassing(error) ? unavailable(error) : error;
    });
  }

  /** @throws ReadStoreUnavailable when the server let go of it, perhaps after it was committed */
  async transaction<T>(work: (statements: Statements) => Promise<T>): Promise<T> {
    const client = await this.connected();
    const statements = new Statements(client, this.queries);
    try {
      void statements.exec('BEGIN');
      const result = await work(statements);
      await statements.done();
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('PostgreSQL did not commit the rows of a projection');
      return result;
    } catch (error) {
      await statements.settled();
      // Where the connection itself is gone so is the transaction; what went wrong must be told, not that.
      await client.query('ROLLBACK').catch(() => undefined);
      throw isPassing(error) ? unavailable(error) : error;
    }
  }

  async close(): Promise<void> {
    const client = await this.client?.catch(() => undefined);
    await client?.end();
  }

  private connected(): Promise<Client> {
    if (this.client) return this.client;
    const forget = (): void => {
      if (this.client === opened) this.client = undefined; // otherwise there is another already
    };
    const opened = this.open(forget).catch((error: unknown) => {
      forget();
      throw error;
    });
    this.client = opened;
    return opened;
  }

  private async open(forget: () => void): Promise<Client> {
    const client = await connectWriter(this.place);
    client.once('error', (error: Error) => {
      forget();
      this.onLost(error);
    });
    client.on('error', () => undefined); // it may break once more, and an event that nobody hears ends the process
    try {
      await this.entering(client);
      return client;
    } catch (error) {
      await client.end();
      throw isPassing(error) ? unavailable(error) : error;
    }
  }
}
