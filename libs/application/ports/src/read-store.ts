import type { Kysely } from 'kysely';
import type { Position, StoredEvent } from './event-log.js';

/** Tables of the read model; columns are known to the declarations and projections that own them. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows are typed where they are read
export type ReadSchema = Record<string, Record<string, any>>;
export type ReadDb = Kysely<ReadSchema>;

/** Values as the store takes them; booleans are 0/1, objects are JSON text. */
export type SqlValue = string | number | bigint | null;
export type Row = Readonly<Record<string, SqlValue>>;

/** Writes rows inside the projection's transaction. SQL is the dialect common to SQLite and PostgreSQL, `?` for parameters; statements are cached by their text. */
export interface RowWriter {
  run(sql: string, parameters: readonly SqlValue[]): void | Promise<void>;
  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] | Promise<readonly Row[]>;
}

/**
 * A fold of the log into tables. Raise `version` and the tables are dropped, created and filled from the first event.
 * `project` must give the same rows when the same events come again, and must not look at anything but events and own rows.
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  /** `CREATE TABLE/INDEX` statements. */
  readonly schema: readonly string[];
  /** Indexes wide enough that SQLite need not look into the table. PostgreSQL limits how long what it indexes may be, and does without. */
  readonly coveringIndexes?: readonly string[];
  /** Names of the tables, for dropping. */
  readonly tables: readonly string[];
  readonly project: (rows: RowWriter, event: StoredEvent) => void | Promise<void>;
}

export interface ReadStore {
  /** For queries. */
  readonly db: ReadDb;
  /** Prepared read by SQL text, for hot paths. */
  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] | Promise<readonly Row[]>;
  /** Position each projection has reached, by `name:version`. */
  checkpoint(projection: Projection): Promise<Position | undefined>;
  /** Creates (or drops and creates) the tables of a projection whose version is new. */
  prepare(projection: Projection): Promise<void>;
  /** Applies events and moves the checkpoints of all named projections in one transaction. */
  apply(projections: readonly Projection[], events: readonly StoredEvent[], position: Position): Promise<void>;
  /** Small durable key-value notes of consumers that write no rows: checkpoints of process managers. */
  note(name: string): Promise<string | undefined>;
  /** Notes whose names begin so, by name in order. */
  notes(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** @param value null removes the note */
  setNote(name: string, value: string | null): Promise<void>;
  /** Drops all rows, checkpoints and notes: they tell of another log. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** The store of the read models cannot be used: it does not answer, refuses us, or is another process's. Told in one line. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}
