import { type EventLog, LogDamaged, type LogFilter, LogUnavailable, type StoredEvent } from '@application/ports';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import { reading } from './driver-errors.js';
import { decode, type EventRow, positionText } from './rows.js';

const COLUMNS = 'SELECT position, stream, revision, id, type, schema, data, meta FROM events';

const FORWARDS = {
  sql: `${COLUMNS} WHERE stream = ? AND revision >= ? ORDER BY revision ASC LIMIT ?`,
  step: 1,
  start: 0,
};
const BACKWARDS = {
  sql: `${COLUMNS} WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?`,
  step: -1,
  start: Number.MAX_SAFE_INTEGER,
};

/** Rows read at a time from one stream. */
const PAGE = 256;

/** Rows a filtered page looks at, at most. */
const WINDOW = 10_000;

/** Events of a page, and the place up to which the log has been looked at. */
export interface Page {
  readonly events: readonly StoredEvent[];
  readonly place: number;
}

/** Reads the file through a connection of its own, which never waits for the writer. */
export class LogReader {
  private readonly db: DatabaseSyncInstance;
  private readonly prepared = new Map<string, StatementSyncInstance>();

  constructor(file: string) {
    this.db = new DatabaseSync(file, { readOnly: true });
  }

  /** Newest place, 0 for an empty log. */
  head(): number {
    return this.read(0, () => this.statement('SELECT position FROM head').get() as { position: number }).position;
  }

  /** @throws LogDamaged where a row is missing or cannot be read */
  page(after: number, head: number, limit: number, filter?: LogFilter): Page {
    const parameters: (string | number)[] = [];
    const selection = selectionOf(filter, parameters);
    const end = selection === '' ? Math.min(after + limit, head) : Math.min(after + WINDOW, head);
    const sql = `${COLUMNS} WHERE position > ? AND position <= ?${selection} ORDER BY position LIMIT ?`;
    const events = this.rows(after, sql, [after, end, ...parameters, limit]);
    if (selection === '') expectAll(events, after, end);
    const last = events.at(-1);
    return { events, place: last && events.length === limit ? Number(last.position) : end };
  }

  /** The page before a place, newest first. @throws LogDamaged where a row is missing or cannot be read */
  pageBack(before: number, limit: number, filter?: LogFilter): Page {
    const parameters: (string | number)[] = [];
    const selection = selectionOf(filter, parameters);
    const start = Math.max(1, before - (selection === '' ? limit : WINDOW));
    const sql = `${COLUMNS} WHERE position >= ? AND position < ?${selection} ORDER BY position DESC LIMIT ?`;
    const events = this.rows(start, sql, [start, before, ...parameters, limit]);
    if (selection === '') expectAll([...events].reverse(), start - 1, before - 1);
    const last = events.at(-1);
    return { events, place: last && events.length === limit ? Number(last.position) : start };
  }

  /** @throws LogDamaged where a row is missing or cannot be read */
  *stream(
    stream: string,
    { from, direction = 'forwards', limit = Infinity }: Parameters<EventLog['readStream']>[1] = {},
  ): Generator<StoredEvent> {
    const { sql, step, start } = direction === 'forwards' ? FORWARDS : BACKWARDS;
    let next = from ?? start;
    for (let left = limit; left > 0;) {
      const asked = Math.min(left, PAGE);
      const events = this.rows(0, sql, [stream, next, asked]);
      const [first] = events;
      if (!first) return;
      expectNeighbours(events, step === 1 ? next : first.revision, step);
      yield* events;
      left -= events.length;
      next = first.revision + events.length * step;
      if (events.length < asked) return;
    }
  }

  close(): void {
    this.db.close();
  }

  private rows(after: number, sql: string, parameters: readonly (string | number)[]): readonly StoredEvent[] {
    return this.read(after, () => this.statement(sql).all(...parameters) as EventRow[]).map(decode);
  }

  private read<Result>(after: number, read: () => Result): Result {
    if (!this.db.isOpen) throw new LogUnavailable('the log is closed', false);
    return reading(() => positionText(after), read);
  }

  private statement(sql: string): StatementSyncInstance {
    const known = this.prepared.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}

const selectionOf = (filter: LogFilter | undefined, parameters: (string | number)[]): string => {
  const { streamPrefixes, eventTypes } = filter ?? {};
  let sql = '';
  if (streamPrefixes) {
    for (const prefix of streamPrefixes) parameters.push(prefix, prefix);
    sql += ` AND (0 ${'OR substr(stream, 1, length(?)) = ? '.repeat(streamPrefixes.length)})`;
  }
  if (eventTypes) {
    parameters.push(...eventTypes);
    sql += ` AND type IN (${eventTypes.map(() => '?').join(', ')})`;
  }
  return sql;
};

const expectAll = (events: readonly StoredEvent[], after: number, end: number): void => {
  for (let place = after + 1; place <= end; place += 1) {
    const position = positionText(place);
    if (events[place - after - 1]?.position !== position) throw new LogDamaged(position, 'the event is missing');
  }
};

const expectNeighbours = (events: readonly StoredEvent[], first: number, step: number): void => {
  for (const [index, { stream, revision, position }] of events.entries()) {
    const expected = first + index * step;
    if (revision !== expected) throw new LogDamaged(position, `revision ${expected} of ${stream} is missing`);
  }
};
