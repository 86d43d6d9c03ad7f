import type { ReadStore, Row, SqlValue } from '@application/ports';

/** For a prepared statement: `WHERE id IN ${IN_IDS}` takes any number of ids as one parameter. */
export const IN_IDS = '(SELECT value FROM json_each(?))';

/** The parameter of {@link IN_IDS}. */
export const idList = (ids: Iterable<SqlValue | undefined>): string =>
  JSON.stringify([...new Set(ids)].filter((id) => id !== null && id !== undefined).map(Number));

/** Rows of a statement with one {@link IN_IDS}, by the id in a column; asks nothing when there is nobody to ask for. */
export const groupedRows = async (
  store: Pick<ReadStore, 'all'>,
  sql: string,
  ids: Iterable<SqlValue | undefined>,
  column = 'id',
): Promise<ReadonlyMap<number, readonly Row[]>> => {
  const wanted = idList(ids);
  if (wanted === '[]') return new Map();
  const groups = new Map<number, Row[]>();
  for (const row of await store.all(sql, [wanted])) {
    const key = Number(row[column]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};
