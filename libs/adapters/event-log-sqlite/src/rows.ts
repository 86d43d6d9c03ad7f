import {
  LogDamaged,
  type EventMeta,
  type NewEvent,
  type Position,
  type StoredEvent,
  takeDataText,
} from '@application/ports';
import { type Json, NUMERAL_KEY, reviveNumerals } from '@domain/kernel';

/** One row of the table `events`. */
export interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly data: string;
  readonly meta: string;
}

/** Positions count from 1; 16 digits hold every integer JavaScript can count to. */
export const positionText = (place: number): Position => String(place).padStart(16, '0') as Position;

export const placeOf = (position: Position | undefined): number => (position === undefined ? 0 : Number(position));

/** What goes to the writer: id, type, schema, data and meta (JSON text) of each event. Flat, for it is copied between threads. */
export type Cells = readonly (string | number)[];

export const encode = (events: readonly NewEvent[]): Cells =>
  events.flatMap(({ id, type, schema, data, meta }) => [id, type, schema, takeDataText(data), JSON.stringify(meta)]);

/** Length of data and meta of one event among the cells. */
export const textSize = (cells: Cells, index: number): number =>
  String(cells[5 * index + 3]).length + String(cells[5 * index + 4]).length;

const NUMERAL = `"${NUMERAL_KEY}"`;

/** @throws LogDamaged when the row is not what was once written */
export const decode = (row: EventRow): StoredEvent => {
  const { stream, revision, id, type, schema } = row;
  const position = positionText(row.position);
  const [data, meta] = [parsed(row.data, position, 'data'), parsed(row.meta, position, 'meta') as EventMeta];
  return { id, type, schema, data, meta, stream, revision, position };
};

const parsed = (text: string, position: Position, part: string): object => {
  try {
    const value = JSON.parse(text) as object | null;
    if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
    return text.includes(NUMERAL) ? (reviveNumerals(value as Json) as object) : value;
  } catch (cause) {
    throw new LogDamaged(position, `${part} is not JSON`, { cause });
  }
};
