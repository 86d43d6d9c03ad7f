import { Kysely, PostgresDialect } from 'kysely';
import {
  furthestBehind,
  type Position,
  type Projection,
  type ReadDb,
  type ReadSchema,
  type ReadStore,
  type Row,
  type SeenEvent,
  seenOf,
  seenText,
  type Span,
  type SqlValue,
  unseen,
} from '@application/ports';
import { openPool, type Place } from './connections.js';
import { channelOf } from './postgres-row-notices.js';
import { Queries } from './queries.js';
import { Readers } from './readers.js';
import { Versions } from './versions.js';
import { type Statements, Writer } from './writer.js';

/** Whoever applies a batch holds its checkpoints; always in the same order, so that nobody waits in a circle. */
const LOCK_CHECKPOINTS = `SELECT name, version, position FROM projection_checkpoint
  WHERE name || ' ' || version IN (SELECT jsonb_array_elements_text(?::jsonb)) ORDER BY name FOR UPDATE`;
/** A stretch of the log without events moves the position alone. */
const SET_CHECKPOINTS = `UPDATE projection_checkpoint SET position = ?, seen = coalesce(?, seen)
  WHERE name || ' ' || version IN (SELECT jsonb_array_elements_text(?::jsonb))`;
/** Heard by every process when the transaction is committed. */
const TELL = "SELECT pg_notify(?, '')";
const SET_NOTE =
  'INSERT INTO consumer_note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
const NOTES = 'SELECT name, value FROM consumer_note WHERE substr(name, 1, length(?)) = ? ORDER BY name';

/**
 * Read models in a PostgreSQL database, which several processes may share: each batch is applied once, by whoever comes first. One
 * connection writes; queries and notes have a pool.
 */
export class PostgresReadStore implements ReadStore {
  readonly db: ReadDb;

  private constructor(
    private readonly writer: Writer,
    private readonly readers: Readers,
    private readonly versions: Versions,
    private readonly channel: string,
  ) {
    this.db = new Kysely<ReadSchema>({ dialect: new PostgresDialect({ pool: readers.asKyselyPool() as never }) });
  }

  /**
   * @param onLost told when a connection breaks; another is opened when it is needed
   * @throws ReadStoreUnavailable
   */
  static async open(place: Place, onLost: (error: Error) => void): Promise<PostgresReadStore> {
    const versions = new Versions(place.schema);
    const queries = new Queries(place.attach ?? {});
    const writer = new Writer(place, queries, onLost);
    try {
      await writer.enter((client) => versions.enter(client));
      await writer.transaction((statements) => versions.prepareBase(statements));
    } catch (error) {
      await writer.close();
      throw error;
    }
    const readers = new Readers(await openPool(place, onLost), queries, () => versions.searchPath);
    return new PostgresReadStore(writer, readers, versions, channelOf(place.schema));
  }

  all(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.readers.run(sql, parameters);
  }

  async checkpoint({ name, version }: Projection): Promise<Position | undefined> {
    const sql = 'SELECT position FROM projection_checkpoint WHERE name = ? AND version = ?';
    const [row] = await this.all(sql, [name, version]);
    return (row?.['position'] as Position | null) ?? undefined;
  }

  async seen(): Promise<readonly SeenEvent[]> {
    const rows = await this.all('SELECT seen FROM projection_checkpoint', []);
    return seenOf(rows.map(({ seen }) => seen));
  }

  forget(seen: readonly SeenEvent[]): Promise<void> {
    return this.writer.transaction((statements) => this.versions.dropAll(statements, seen));
  }

  async prepare(projection: Projection): Promise<void> {
    this.versions.add(projection);
    await this.writer.enter((client) => this.versions.enter(client));
    await this.writer.transaction((statements) => this.versions.prepare(statements, projection));
  }

  apply(projections: readonly Projection[], span: Span): Promise<Position | undefined> {
    return this.writer.transaction(async (statements) => {
      const before = await checkpointsOf(statements, projections);
      const reached: (Position | undefined)[] = [];
      for (const checkpoint of new Set(before.values())) {
        const alike = projections.filter((each) => before.get(each) === checkpoint);
        const after = await advance(statements, alike, span, checkpoint);
        if (after !== checkpoint) statements.run(TELL, [this.channel]);
        reached.push(after);
      }
      return furthestBehind(reached);
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

  async close(): Promise<void> {
    await this.db.destroy();
    await this.readers.close();
    await this.writer.close();
  }
}

type Checkpoints = ReadonlyMap<Projection, Position | undefined>;

/** @throws when a program of another version has dropped the tables while this process was not connected */
const checkpointsOf = async (statements: Statements, projections: readonly Projection[]): Promise<Checkpoints> => {
  const rows = await statements.all(LOCK_CHECKPOINTS, [keysOf(projections)]);
  return new Map(
    projections.map((projection) => {
      const row = rows.find(({ name }) => name === projection.name);
      if (!row) throw new Error(`the rows of ${projection.name} are gone: restart to fill them again`);
      return [projection, (row['position'] as Position | null) ?? undefined];
    }),
  );
};

/** Projections that stand at the same place, which nearly always are all. */
const advance = async (
  statements: Statements,
  alike: readonly Projection[],
  span: Span,
  before: Position | undefined,
): Promise<Position | undefined> => {
  const { events, checkpoint } = unseen(span, before);
  if (checkpoint === undefined || checkpoint === before) return checkpoint;
  for (const projection of alike) for (const event of events) await projection.project(statements, event);
  statements.run(SET_CHECKPOINTS, [checkpoint, seenText(events), keysOf(alike)]);
  return checkpoint;
};

/** As the statements on checkpoints take them. */
const keysOf = (projections: readonly Projection[]): string =>
  JSON.stringify(projections.map(({ name, version }) => `${name} ${version}`));
