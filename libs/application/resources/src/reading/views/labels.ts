import { sql } from 'kysely';
import type { Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { linkTable } from '../tables.js';
import { among, groupedBy, rowsOf } from '../sql-rows.js';
import type { ExtraRequest } from './extra.js';

const MOST = 10;

/** How many there are, and the first of them. */
export const counted = (rows: readonly Row[], most: number): JsonObject => ({
  count: rows.length,
  results: rows.slice(0, most).map((row) => ({ id: Number(row['id']), name: String(row['name']) })),
});

/** `labels` in the summary, by name. */
export const labelsOf = async ({ store, kind, ids }: ExtraRequest): Promise<(id: number) => JsonObject> => {
  const rows = await rowsOf(
    store,
    sql`SELECT link.parent_id, label.id, label.name FROM ${sql.table(linkTable(kind, 'labels'))} link
      JOIN label ON label.id = link.child_id WHERE ${among('link.parent_id', ids)} ORDER BY label.name, label.id`,
  );
  const labels = groupedBy(rows, 'parent_id');
  return (id) => counted(labels.get(id) ?? [], MOST);
};
