import { setImmediate as othersTurn } from 'node:timers/promises';
import type { EventLog, Position, Revision, StoredEvent } from '@application/ports';
import { type HistoryQuery, isWanted } from './history-query.js';

export type ReadableLog = Pick<EventLog, 'readAll' | 'readStream'>;

/** Where a reader goes on: behind a position of the log, or at a revision of the one stream. */
export type Cursor = { readonly after: Position } | { readonly from: Revision };

/** One piece of the log: what was wanted of it, and where the next piece starts (null: this was the last). */
export interface Piece {
  readonly events: readonly StoredEvent[];
  readonly next: Cursor | null;
}

/** Events looked at before others get their turn. */
const PIECE = 500;

/** The log as far as the query reaches, piece by piece; between two of them the process does other work. */
export async function* scan(log: ReadableLog, query: HistoryQuery): AsyncGenerator<Piece> {
  let piece = await firstPiece(log, query);
  for (;;) {
    yield piece;
    const { next } = piece;
    if (next === null) return;
    await othersTurn();
    piece = 'after' in next ? await ofLog(log, query, next.after) : await ofStream(log, query, next.from);
  }
}

const firstPiece = (log: ReadableLog, query: HistoryQuery): Promise<Piece> =>
  query.stream === null ? ofLog(log, query, query.after ?? undefined) : ofStream(log, query, query.from ?? undefined);

const ofLog = async (log: ReadableLog, query: HistoryQuery, after: Position | undefined): Promise<Piece> => {
  const filter = query.types.length > 0 ? { eventTypes: query.types } : undefined;
  const { events, position, caughtUp } = await log.readAll({ after, limit: PIECE, filter });
  const isOver = caughtUp || position === undefined || isPast(query, events.at(-1));
  return { events: events.filter((event) => isWanted(query, event)), next: isOver ? null : { after: position } };
};

/** Streams are written side by side, so that times go back a little within the log; never by so much. */
const SKEW = 10 * 60_000;

const isPast = ({ until }: HistoryQuery, newest: StoredEvent | undefined): boolean =>
  until !== null && newest !== undefined && Date.parse(newest.meta.at) > Date.parse(until) + SKEW;

const ofStream = async (log: ReadableLog, query: HistoryQuery, from: Revision | undefined): Promise<Piece> => {
  const direction = query.order === 'asc' ? 'forwards' : 'backwards';
  const events: StoredEvent[] = [];
  for await (const event of log.readStream(query.stream ?? '', { from, direction, limit: PIECE })) events.push(event);
  const next = nextRevision(query, events);
  return {
    events: events.filter((event) => isWanted(query, event)),
    next: next === null || events.length < PIECE ? null : { from: next },
  };
};

/** Revision that follows these events in the order of reading; null before the first. */
export const nextRevision = ({ order }: HistoryQuery, events: readonly StoredEvent[]): Revision | null => {
  const last = events.at(-1);
  if (last === undefined) return null;
  const next = order === 'asc' ? last.revision + 1 : last.revision - 1;
  return next < 0 ? null : next;
};
