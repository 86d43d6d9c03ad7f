import type { Kysely } from 'kysely';
import type { Position, StoredEvent } from './event-log.js';
import type { SeenEvent } from './seen-events.js';

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

/** A run of the log: all its events after one position up to another. It may bring some that came before too. */
export interface Span {
  readonly after: Position | undefined;
  readonly events: readonly StoredEvent[];
  readonly position: Position;
}

export interface ReadStore {
  /** For queries. */
  readonly db: ReadDb;
  /** Prepared read by SQL text, for hot paths. */
  all(sql: string, parameters: readonly SqlValue[]): readonly Row[] | Promise<readonly Row[]>;
  /** Position each projection has reached, by `name:version`. */
  checkpoint(projection: Projection): Promise<Position | undefined>;
  /** The last event that rows are made of, per projection that has some. */
  seen(): Promise<readonly SeenEvent[]>;
  /**
   * Drops all rows, checkpoints and notes: they tell of another log.
   * @param seen by which that was found; where others have been seen since, another process was first, and nothing is dropped
   */
  forget(seen: readonly SeenEvent[]): Promise<void>;
  /**
   * Creates the tables of a projection whose version is new; those of its other versions go, unless another process uses them.
   * Others may fill the same tables meanwhile.
   */
  prepare(projection: Projection): Promise<void>;
  /**
   * Applies what each projection has not seen yet of a span, and moves the checkpoints, in one transaction. May be repeated.
   * @returns how far all of them are now: further than the span when another process was faster, not even where it begins when
   * the store fell back to an older state
   * @throws ReadStoreUnavailable try again
   */
  apply(projections: readonly Projection[], span: Span): Promise<Position | undefined>;
  /** Small durable key-value notes of consumers that write no rows: checkpoints of process managers. */
  note(name: string): Promise<string | undefined>;
  /** Notes whose names begin so, by name in order. */
  notes(prefix: string): Promise<ReadonlyMap<string, string>>;
  /** @param value null removes the note */
  setNote(name: string, value: string | null): Promise<void>;
  close(): Promise<void>;
}

/** What a projection has still to see of a span, and where its checkpoint is then. It sees nothing when what comes before is missing. */
export const unseen = (
  { after, events, position }: Span,
  checkpoint: Position | undefined,
): { readonly events: readonly StoredEvent[]; readonly checkpoint: Position | undefined } => {
  if (isBefore(checkpoint, after) || !isBefore(checkpoint, position)) return { events: [], checkpoint };
  return { events: events.filter((event) => isBefore(checkpoint, event.position)), checkpoint: position };
};

/** The one of some checkpoints that is furthest behind. */
export const furthestBehind = (checkpoints: readonly (Position | undefined)[]): Position | undefined =>
  checkpoints.reduce((least, each) => (isBefore(each, least) ? each : least));

const isBefore = (one: Position | undefined, other: Position | undefined): boolean =>
  other !== undefined && (one === undefined || one < other);

/** The store of the read models cannot be used now: it does not answer, or refuses us. Told in one line. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}
