import { DatabaseSync } from '@photostructure/sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import {
  furthestBehind,
  haveSeenTheSame,
  type Position,
  type Projection,
  type ReadDb,
  type ReadSchema,
  type ReadStore,
  ReadStoreUnavailable,
  type Row,
  type RowWriter,
  type SeenEvent,
  seenOf,
  seenText,
  type Span,
  type SqlValue,
  type StoredEvent,
  unseen,
} from '@application/ports';
import { keepBooks, SET_NOTE } from './bookkeeping.js';
import { CachedConnection } from './cached-connection.js';

/** A stretch of the log without events moves the position alone. */
const SET_CHECKPOINTS = (count: number): string =>
  `UPDATE projection_checkpoint SET position = ?, seen = coalesce(?, seen) WHERE name IN (${Array(count).fill('?').join(', ')})`;

/** Statistics of indexes, by which SQLite chooses between them; of a sample, so that it takes milliseconds at any size. */
const ANALYZE = 'PRAGMA analysis_limit = 1000; ANALYZE main';
const FIRST_ANALYSIS = 1000;

export interface SqliteReadStoreOptions {
  /** File name, or `:memory:` for tests. */
  readonly file: string;
  /** Other SQLite files readable in queries, by schema name: `{output: '…/output.sqlite'}`. */
  readonly attach?: Readonly<Record<string, string>>;
  /** SQL functions for queries, by name (the regular expressions of list filters). */
  readonly functions?: Readonly<Record<string, (...values: never[]) => unknown>>;
}

/**
 * Read models in one SQLite file. `synchronous=NORMAL` is enough: after a power cut rows and checkpoint fall back together
 * and the log fills them again. Writes and reads use a connection each, so a query never sees half a batch.
 */
export class SqliteReadStore implements ReadStore {
  readonly db: ReadDb;
  private readonly writer: CachedConnection;
  private readonly reader: CachedConnection;
  private readonly rows: RowWriter;
  private applied = 0;
  private nextAnalysis = FIRST_ANALYSIS;

  constructor(options: SqliteReadStoreOptions) {
    this.writer = connect(options.file);
    keepBooks(this.writer.database);
    this.reader = options.file === ':memory:' ? this.writer : connect(options.file);
    for (const [schema, file] of Object.entries(options.attach ?? {})) this.attach(schema, file);
    for (const [name, body] of Object.entries(options.functions ?? {})) {
      this.reader.database.function(name, { deterministic: true }, body);
    }
    this.reader.database.exec(ANALYZE);
    this.rows = {
      run: (sql, parameters) => this.writer.run(sql, parameters),
      all: (sql, parameters) => this.writer.all(sql, parameters),
    };
    this.db = new Kysely<ReadSchema>({ dialect: new SqliteDialect({ database: asKyselyDatabase(this.reader) }) });
  }

  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] {
    return this.reader.all(sql, parameters);
  }

  checkpoint(projection: Projection): Promise<Position | undefined> {
    const [row] = this.writer.all('SELECT position FROM projection_checkpoint WHERE name = ? AND version = ?', [
      projection.name,
      projection.version,
    ]);
    return Promise.resolve((row?.['position'] as Position | null) ?? undefined);
  }

  seen(): Promise<readonly SeenEvent[]> {
    const rows = this.writer.all('SELECT seen FROM projection_checkpoint', []);
    return Promise.resolve(seenOf(rows.map(({ seen }) => seen)));
  }

  async forget(seen: readonly SeenEvent[]): Promise<void> {
    if (!haveSeenTheSame(await this.seen(), seen)) return;
    this.transaction(() => {
      for (const { tables } of this.writer.all('SELECT tables FROM projection_checkpoint', []))
        for (const table of JSON.parse(tables as string) as string[])
          this.writer.run(`DROP TABLE IF EXISTS "${table}"`, []);
      for (const table of ['projection_checkpoint', 'consumer_note']) this.writer.run(`DELETE FROM ${table}`, []);
    });
  }

  prepare(projection: Projection): Promise<void> {
    const { name, version } = projection;
    const [row] = this.writer.all('SELECT version, tables FROM projection_checkpoint WHERE name = ?', [name]);
    if (row?.['version'] !== version) this.transaction(() => this.recreate(projection, row));
    return Promise.resolve();
  }

  async apply(projections: readonly Projection[], span: Span): Promise<Position | undefined> {
    this.writer.run('BEGIN IMMEDIATE', []);
    try {
      const reached: (Position | undefined)[] = [];
      for (const [before, alike] of this.byCheckpoint(projections))
        reached.push(await this.advance(alike, span, before));
      this.writer.run('COMMIT', []);
      this.keepStatistics(span.events.length);
      return furthestBehind(reached);
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** Nearly always all are equally far. */
  private byCheckpoint(projections: readonly Projection[]): ReadonlyMap<Position | undefined, readonly Projection[]> {
    const rows = this.writer.all('SELECT name, position FROM projection_checkpoint', []);
    const positions = new Map(rows.map(({ name, position }) => [name, (position as Position | null) ?? undefined]));
    const groups = new Map<Position | undefined, readonly Projection[]>();
    for (const projection of projections) {
      const position = positions.get(projection.name);
      groups.set(position, [...(groups.get(position) ?? []), projection]);
    }
    return groups;
  }

  private async advance(
    alike: readonly Projection[],
    span: Span,
    before: Position | undefined,
  ): Promise<Position | undefined> {
    const { events, checkpoint } = unseen(span, before);
    if (checkpoint === undefined || checkpoint === before) return checkpoint;
    for (const projection of alike) await this.project(projection, events);
    const names = alike.map(({ name }) => name);
    this.writer.run(SET_CHECKPOINTS(names.length), [checkpoint, seenText(events), ...names]);
    return checkpoint;
  }

  /** Tables that grew are looked at again as often as they doubled. The reader does it: who analyzes sees the result. */
  private keepStatistics(events: number): void {
    this.applied += events;
    if (this.applied < this.nextAnalysis) return;
    this.nextAnalysis = this.applied * 2;
    this.reader.database.exec(ANALYZE);
  }

  private async project(projection: Projection, events: readonly StoredEvent[]): Promise<void> {
    for (const event of events) {
      const done = projection.project(this.rows, event);
      if (done) await done;
    }
  }

  note(name: string): Promise<string | undefined> {
    const [row] = this.writer.all('SELECT value FROM consumer_note WHERE name = ?', [name]);
    return Promise.resolve(row?.['value'] as string | undefined);
  }

  notes(prefix: string): Promise<ReadonlyMap<string, string>> {
    const sql = 'SELECT name, value FROM consumer_note WHERE substr(name, 1, length(?)) = ? ORDER BY name';
    const rows = this.writer.all(sql, [prefix, prefix]);
    return Promise.resolve(new Map(rows.map(({ name, value }) => [name as string, value as string])));
  }

  setNote(name: string, value: string | null): Promise<void> {
    if (value === null) this.writer.run('DELETE FROM consumer_note WHERE name = ?', [name]);
    else this.writer.run(SET_NOTE, [name, value]);
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.db.destroy();
    this.reader.close();
    this.writer.close();
  }

  private recreate(projection: Projection, old: Row | undefined): void {
    const former = old ? (JSON.parse(old['tables'] as string) as string[]) : [];
    for (const table of new Set([...former, ...projection.tables]))
      this.writer.run(`DROP TABLE IF EXISTS "${table}"`, []);
    for (const statement of [...projection.schema, ...(projection.coveringIndexes ?? [])])
      this.writer.run(statement, []);
    this.writer.run('DELETE FROM projection_checkpoint WHERE name = ?', [projection.name]);
    this.writer.run('INSERT INTO projection_checkpoint (name, version, position, tables) VALUES (?, ?, NULL, ?)', [
      projection.name,
      projection.version,
      JSON.stringify(projection.tables),
    ]);
  }

  private transaction(work: () => void): void {
    this.writer.run('BEGIN IMMEDIATE', []);
    try {
      work();
      this.writer.run('COMMIT', []);
    } catch (error) {
      this.rollBack();
      throw error;
    }
  }

  /** SQLite has done so itself where the disk is full; what went wrong must be told, not that. */
  private rollBack(): void {
    if (this.writer.database.isTransaction) this.writer.run('ROLLBACK', []);
  }

  private attach(schema: string, file: string): void {
    this.reader.run(`ATTACH DATABASE ? AS "${schema}"`, [file]);
  }
}

const SETTINGS =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -32000;';

/** @throws ReadStoreUnavailable when the file is none of SQLite's, or damaged at its beginning */
const connect = (file: string): CachedConnection => {
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec(SETTINGS);
    return new CachedConnection(database);
  } catch (cause) {
    database.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ReadStoreUnavailable(`${file}: ${reason}. Remove it, and it is made again`, { cause });
  }
};

const asKyselyDatabase = (connection: CachedConnection) => ({
  prepare: (sql: string) => connection.prepare(sql),
  close: () => connection.close(),
});
