import { randomBytes } from 'node:crypto';
import { PostgresReadStore } from '@adapters/postgres';
import { Client } from 'pg';

/** The PostgreSQL server that the tests were given; `scripts/with-postgres.mjs` gives them one of their own. */
export const postgresUrl = (): string | undefined => process.env['CAIRN_TEST_POSTGRES'];

export const fail = (error: Error): never => {
  throw error;
};

/** Removes a schema of the tests, and those beside it. */
export const dropPostgres = async ({ url, schema }: { url: string; schema: string }): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1)',
    [schema],
  );
  await client.query('SET client_min_messages = warning');
  for (const { name } of rows) await client.query(`DROP SCHEMA "${name}" CASCADE`); // one by one: each table takes a lock
  await client.end();
};

/** Read models in a schema that nobody else uses, gone at the end. */
export const openPostgres = async () => {
  const url = postgresUrl();
  if (url === undefined) throw new Error('CAIRN_TEST_POSTGRES names no server');
  const schema = `test_${randomBytes(8).toString('hex')}`;
  const place = { url, schema, attach: { output: `${schema}_output` } };
  let store = await PostgresReadStore.open(place, fail);
  return {
    place,
    store,
    reopen: async () => {
      await store.close();
      return (store = await PostgresReadStore.open(place, fail));
    },
    /** The same rows, as another process has them. */
    beside: () => PostgresReadStore.open(place, fail),
    drop: () => dropPostgres(place),
    end: async () => {
      await store.close();
      await dropPostgres(place);
    },
  };
};
