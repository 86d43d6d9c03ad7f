import { Kysely, PostgresDialect } from 'kysely';
import type { Client, Pool } from 'pg';
import type {
  Position,
  Projection,
  ReadDb,
  ReadSchema,
  ReadStore,
  Row,
  RowWriter,
  SqlValue,
  StoredEvent,
} from '@application/ports';
import { asKyselyPool, connectWriter, openReaders, type Place, Queries } from './connections.js';
import { toPostgresSchema } from './dialect.js';
import { channelOf } from './postgres-row-notices.js';
import { prepareSchema } from './prepare-schema.js';

const SET_CHECKPOINT = 'UPDATE projection_checkpoint SET position = ? WHERE name = ?';
const ADD_CHECKPOINT = 'INSERT INTO projection_checkpoint (name, version, position, tables) VALUES (?, ?, NULL, ?)';
/** Heard by every process when the transaction is committed. */
const TELL = "SELECT pg_notify(?, '')";
const SET_NOTE =
  'INSERT INTO consumer_note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
const NOTES = 'SELECT name, value FROM consumer_note WHERE substr(name, 1, length(?)) = ? ORDER BY name';

/** Read models in a schema of a PostgreSQL database. One connection writes, and keeps other processes from doing so; queries have a pool. */
export class PostgresReadStore implements ReadStore {
  readonly db: ReadDb;
  private readonly rows: RowWriter;
  /** What the projections of the running batch asked for, awaited or not. */
  private asked: Promise<unknown>[] = [];

  private constructor(
    private readonly writer: Client,
    private readonly readers: Pool,
    private readonly queries: Queries,
    private readonly channel: string,
  ) {
    this.db = new Kysely<ReadSchema>({
      dialect: new PostgresDialect({ pool: asKyselyPool(readers, queries) as never }),
    });
    this.rows = {
      run: (...of) => this.ask(...of) as Promise<unknown> as Promise<void>,
      all: (...of) => this.ask(...of),
    };
  }

  /**
   * @param onLost told when a connection breaks that nobody uses at the time
   * @throws ReadStoreUnavailable also when another process writes into this schema
   */
  static async open(place: Place, onLost: (error: Error) => void): Promise<PostgresReadStore> {
    const writer = await connectWriter(place);
    writer.on('error', onLost);
    try {
      await prepareSchema(writer, place.schema);
    } catch (error) {
      await writer.end();
      throw error;
    }
    return new PostgresReadStore(
      writer,
      await openReaders(place, onLost),
      new Queries(place.attach ?? {}),
      channelOf(place.schema),
    );
  }

  all(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.queries.run(this.readers, sql, parameters);
  }

  async checkpoint({ name, version }: Projection): Promise<Position | undefined> {
    const sql = 'SELECT position FROM projection_checkpoint WHERE name = ? AND version = ?';
    const [row] = await this.all(sql, [name, version]);
    return (row?.['position'] as Position | null) ?? undefined;
  }

  async prepare(projection: Projection): Promise<void> {
    const { name, version } = projection;
    const [row] = await this.all('SELECT version, tables FROM projection_checkpoint WHERE name = ?', [name]);
    if (row?.['version'] !== version) await this.transaction(() => this.recreate(projection, row));
  }

  async apply(projections: readonly Projection[], events: readonly StoredEvent[], position: Position): Promise<void> {
    await this.transaction(async () => {
      for (const projection of projections) {
        for (const event of events) await projection.project(this.rows, event);
        await Promise.all(this.asked.splice(0));
        await this.write(SET_CHECKPOINT, [position, projection.name]);
      }
      await this.write(TELL, [this.channel]);
    });
  }

  async note(name: string): Promise<string | undefined> {
    const [row] = await this.all('SELECT value FROM consumer_note WHERE name = ?', [name]);
    return row?.['value'] as string | undefined;
  }

  async notes(prefix: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.all(NOTES, [prefix, prefix]);
    return new Map(rows.map(({ name, value }) => [name as string, value as string]));
  }

  /** Never on the connection that writes rows: a note does not wait for a batch, nor fall back with it. */
  async setNote(name: string, value: string | null): Promise<void> {
    if (value === null) await this.all('DELETE FROM consumer_note WHERE name = ?', [name]);
    else await this.all(SET_NOTE, [name, value]);
  }

  async forget(): Promise<void> {
    const known = await this.all('SELECT tables FROM projection_checkpoint', []);
    const tables = known.flatMap((row) => JSON.parse(row['tables'] as string) as string[]);
    await this.transaction(async () => {
      for (const table of tables) await this.writer.query(`DROP TABLE IF EXISTS "${table}"`);
      await this.writer.query('DELETE FROM projection_checkpoint');
      await this.writer.query('DELETE FROM consumer_note');
    });
  }

  async close(): Promise<void> {
    await this.db.destroy();
    if (!this.readers.ending) await this.readers.end();
    await this.writer.end();
  }

  private write(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.queries.run(this.writer, sql, parameters);
  }

  private ask(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]> {
    const answer = this.write(sql, parameters);
    answer.catch(() => undefined); // told at the end of the batch, also of what nobody waits for
    this.asked.push(answer);
    return answer;
  }

  private async recreate({ name, version, tables, schema }: Projection, old: Row | undefined): Promise<void> {
    const former = old ? (JSON.parse(old['tables'] as string) as string[]) : [];
    for (const table of new Set([...former, ...tables])) await this.writer.query(`DROP TABLE IF EXISTS "${table}"`);
    for (const statement of schema) await this.writer.query(toPostgresSchema(statement));
    await this.write('DELETE FROM projection_checkpoint WHERE name = ?', [name]);
    await this.write(ADD_CHECKPOINT, [name, version, JSON.stringify(tables)]);
  }

  private async transaction(work: () => Promise<void>): Promise<void> {
    await this.writer.query('BEGIN');
    try {
      await work();
      const { command } = await this.writer.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('PostgreSQL did not commit the rows of a projection');
    } catch (error) {
      await Promise.allSettled(this.asked.splice(0));
      // Where the connection itself is gone so is the transaction; what went wrong must be told, not that.
      await this.writer.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
