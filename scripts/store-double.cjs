// Starts the double of EventStoreDB as a process of its own, which ends with the one that started it.
const { fork } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');

const DOUBLE = join(__dirname, '../libs/testing/eventstoredb/double.cjs');

const endOf = async (child) => {
  const [code] = await once(child, 'exit');
  throw new Error(`the double of EventStoreDB ended by itself (${code})`);
};

/** Resolves with the process and what goes into CAIRN_EVENTSTORE; rejects when it ends before it serves. */
const startDouble = async () => {
  const child = fork(DOUBLE, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ connection }] = await Promise.race([once(child, 'message'), endOf(child)]);
  return { child, connection };
};

module.exports = { startDouble };
