// Where the servers of tests keep their read models and job output: in files, or, when CAIRN_TEST_READ_STORE says `postgres`, in the
// PostgreSQL that CAIRN_TEST_POSTGRES names (scripts/with-postgres.mjs), each data directory in schemas of its own.
const { createHash, randomBytes } = require('node:crypto');

/** What the schemas of one run of tests begin with; its worker processes are told. */
const beginning = () => (process.env.CAIRN_TEST_ROWS ??= `test_${randomBytes(4).toString('hex')}`);

/** The address for a server on this data directory, the same at each of its starts; null for files. */
const readStoreFor = (data) => {
  if (process.env.CAIRN_TEST_READ_STORE !== 'postgres') return null;
  const url = new URL(process.env.CAIRN_TEST_POSTGRES);
  url.searchParams.set('schema', `${beginning()}_${createHash('sha256').update(data).digest('hex').slice(0, 12)}`);
  return url.href;
};

/** Before a run. */
const setUp = () => void beginning();

/** After it: all its schemas go, one by one, for each table takes a lock, and many schemas have more than a transaction may. */
const tearDown = async () => {
  const { Client } = require('pg');
  const client = new Client({ connectionString: process.env.CAIRN_TEST_POSTGRES });
  await client.connect();
  const { rows } = await client.query('SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1)', [beginning()]);
  await client.query('SET client_min_messages = warning');
  for (const { nspname } of rows) await client.query(`DROP SCHEMA "${nspname}" CASCADE`);
  await client.end();
};

module.exports = { readStoreFor, setUp, tearDown };
