import { setImmediate as othersTurn } from 'node:timers/promises';
import type { EventLog, LogFilter, Position, Revision, StoredEvent } from '@application/ports';
import { type HistoryQuery, isWanted } from './history-query.js';

export type ReadableLog = Pick<EventLog, 'readAll' | 'readBack' | 'readStream' | 'head'>;

/** Where a reader goes on: behind or, backwards, before a position of the log, or at a revision of the one stream. */
export type Cursor = { readonly after: Position } | { readonly before: Position } | { readonly from: Revision };

/** One piece of the log: what was wanted of it, and where the next piece starts (null: this was the last). */
export interface Piece {
  readonly events: readonly StoredEvent[];
  readonly next: Cursor | null;
}

/** Events looked at before others get their turn. */
const PIECE = 200;

/** The log as far as the query reaches, piece by piece; between two of them the process does other work. */
export async function* scan(log: ReadableLog, query: HistoryQuery): AsyncGenerator<Piece> {
  let piece = await readPiece(log, query);
  for (;;) {
    yield piece;
    const { next } = piece;
    if (next === null) return;
    await othersTurn();
    piece = await readPiece(log, { ...query, ...next });
  }
}

const readPiece = async (log: ReadableLog, query: HistoryQuery): Promise<Piece> => {
  const { events, next } = query.stream === null ? await ofLog(log, query) : await ofStream(log, query, query.stream);
  return { events: events.filter((event) => isWanted(query, event)), next: isPast(query, events.at(-1)) ? null : next };
};

const ofLog = async (log: ReadableLog, query: HistoryQuery): Promise<Piece> => {
  const filter = query.types.length > 0 ? { eventTypes: query.types } : undefined;
  if (query.order === 'asc') return forwards(log, query.after ?? undefined, filter);
  const { events, position, caughtUp } = await log.readBack({
    before: query.before ?? undefined,
    limit: PIECE,
    filter,
  });
  return { events, next: caughtUp || position === undefined ? null : { before: position } };
};

const forwards = async (log: ReadableLog, after: Position | undefined, filter?: LogFilter): Promise<Piece> => {
  // The log has no pages behind its end; a reader that knows a position of another log is told that nothing is there.
  if (after !== undefined && after >= ((await log.head()) ?? '')) return { events: [], next: null };
  const { events, position, caughtUp } = await log.readAll({ after, limit: PIECE, filter });
  return { events, next: caughtUp || position === undefined ? null : { after: position } };
};

/** Streams are written side by side, so that times go back a little within the log; never by so much. */
const SKEW = 10 * 60_000;

/** Is all that follows outside of what is asked for? */
const isPast = ({ order, since, until, after, before }: HistoryQuery, last: StoredEvent | undefined): boolean => {
  if (last === undefined) return false;
  const at = Date.parse(last.meta.at);
  return order === 'asc'
    ? (until !== null && at > Date.parse(until) + SKEW) || (before !== null && last.position >= before)
    : (since !== null && at < Date.parse(since) - SKEW) || (after !== null && last.position <= after);
};

const ofStream = async (log: ReadableLog, query: HistoryQuery, stream: string): Promise<Piece> => {
  const from = query.from ?? undefined;
  const direction = query.order === 'asc' ? 'forwards' : 'backwards';
  const events: StoredEvent[] = [];
  for await (const event of log.readStream(stream, { from, direction, limit: PIECE })) events.push(event);
  const next = nextRevision(query, events);
  return { events, next: next === null || events.length < PIECE ? null : { from: next } };
};

/** Revision that follows these events in the order of reading; null before the first. */
export const nextRevision = ({ order }: HistoryQuery, events: readonly StoredEvent[]): Revision | null => {
  const last = events.at(-1);
  if (last === undefined) return null;
  const next = order === 'asc' ? last.revision + 1 : last.revision - 1;
  return next < 0 ? null : next;
};
