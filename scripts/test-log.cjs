// Where the servers of tests keep their log: in a file, or, when CAIRN_TEST_LOG says `eventstoredb`, in a double of EventStoreDB: for each
// data directory a process of its own, which ends with the process of the tests.
const { startDouble } = require('./store-double.cjs');

const doubles = new Map();

const start = async () => {
  const { child, connection } = await startDouble();
  child.unref();
  child.channel.unref();
  return connection;
};

/** The connection for a server on this data directory, the same at each of its starts; null for a file. */
const logFor = async (data) => {
  if (process.env.CAIRN_TEST_LOG !== 'eventstoredb') return null;
  if (!doubles.has(data)) doubles.set(data, start());
  return doubles.get(data);
};

module.exports = { logFor };
