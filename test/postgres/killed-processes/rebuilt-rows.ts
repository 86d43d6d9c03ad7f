import { PostgresReadStore } from '@adapters/postgres';
import type { EventLog } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { PROJECTIONS } from '../../../apps/server/src/composition/read-models.js';
import { placeOf } from '../../../apps/server/src/composition/rows.js';
import { type Database, schemasOf } from './database.js';

const AGAIN = 'again';
const fail = (error: unknown): never => {
  throw error;
};

/** Fills the read models once more from the log, beside those that are there; in what the two differ, a line a table. */
export const differencesFromRebuilt = async (database: Database, log: EventLog): Promise<readonly string[]> => {
  const store = await PostgresReadStore.open({ ...placeOf(database.url), schema: AGAIN }, fail);
  const runner = new ProjectionRunner({ log, store, projections: PROJECTIONS, onFailure: fail });
  await runner.start();
  await runner.stop();
  await store.close();
  const rebuilt = schemasOf(AGAIN);
  const found: string[] = [];
  for (const [at, schema] of schemasOf(database.schema).entries())
    found.push(...(await differences(database, schema, rebuilt[at] ?? '')));
  return found;
};

const differences = async (database: Database, live: string, rebuilt: string): Promise<readonly string[]> => {
  const tables = await database.all(
    'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1',
    [live],
  );
  if (tables.length === 0) return [`${live} has no tables`];
  const found: string[] = [];
  for (const { name } of tables) {
    const [one, other] = [rowsOf(live, String(name)), rowsOf(rebuilt, String(name))];
    const rows = await database.all(
      `(SELECT 'live' AS side, a.* FROM (${one} EXCEPT ALL ${other}) a)
        UNION ALL (SELECT 'rebuilt' AS side, b.* FROM (${other} EXCEPT ALL ${one}) b) LIMIT 6`,
    );
    found.push(...rows.map(({ side, row }) => `${live}.${String(name)} ${String(side)}: ${String(row)}`));
  }
  return found;
};

const rowsOf = (schema: string, table: string): string =>
  `SELECT to_jsonb(t)::text AS row FROM "${schema}"."${table}" t`;
