import type { JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { SECRET_MASK } from '../../declaration/secret-mask.js';
import { among, groupedBy, rowsOf } from '../sql-rows.js';
import type { ExtraReader } from './extra.js';

/** So many of an application's tokens are told of, as in AWX. */
const MOST = 10;

/** The tokens that were given out for an application: how many, and the first of them. */
export const applicationExtra: ExtraReader = async ({ store, ids }) => {
  const rows = await rowsOf(
    store,
    sql`SELECT * FROM (SELECT id, application, scope, COUNT(*) OVER (PARTITION BY application) AS count,
      ROW_NUMBER() OVER (PARTITION BY application ORDER BY id) AS place
      FROM access_token WHERE ${among('application', ids)}) token WHERE place <= ${MOST} ORDER BY id`,
  );
  const tokens = groupedBy(rows, 'application');
  return (row) => {
    const own = tokens.get(Number(row['id'])) ?? [];
    const results = own.map((token): JsonObject => ({
      id: Number(token['id']),
      token: SECRET_MASK,
      scope: String(token['scope']),
    }));
    return { summary: { tokens: { count: Number(own[0]?.['count'] ?? 0), results } } };
  };
};
