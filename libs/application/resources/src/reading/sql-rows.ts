import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { ReadStore, Row, SqlValue } from '@application/ports';

/** `alias.column IN (ids)`; nothing is among no ids. */
export const among = (reference: string, ids: Iterable<number>): RawBuilder<SqlBool> => {
  const values = [...ids];
  return values.length === 0 ? sql`1 = 0` : sql`${sql.ref(reference)} IN (${sql.join(values)})`;
};

/** Rows of a query. */
export const rowsOf = async (store: Pick<ReadStore, 'db'>, query: RawBuilder<unknown>): Promise<readonly Row[]> =>
  (await (query as RawBuilder<Row>).execute(store.db)).rows;

const grouped = <Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> => {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

/** Rows by the id that a column holds. */
export const groupedBy = (rows: readonly Row[], column: string): ReadonlyMap<number, readonly Row[]> =>
  grouped(rows, (row) => Number(row[column]));

/** Rows by the text that a column holds. */
export const groupedByText = (rows: readonly Row[], column: string): ReadonlyMap<string, readonly Row[]> =>
  grouped(rows, (row) => textOr(row[column], ''));

/** Rows by their `id`. */
export const byId = (rows: readonly Row[]): ReadonlyMap<number, Row> =>
  new Map(rows.map((row) => [Number(row['id']), row]));

/** A text column, or what stands for null. */
export const textOr = <Otherwise>(value: SqlValue | undefined, otherwise: Otherwise): string | Otherwise =>
  value === null || value === undefined ? otherwise : String(value);

/** An id column. */
export const idOrNull = (value: SqlValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
