import { TransferRefused } from '@application/log-transfer';
import { importKeys } from './moving/import-keys.js';
import { runProgram } from './moving/run-program.js';

const USAGE = `Usage: bin/cairn keys import [flags of the server]

Copies the keys of secrets from a data directory into the PostgreSQL in which several processes share them: a part of moving from
an embedded log, beside export and import. No server needs to be stopped for it, but keys that the old one makes afterwards are
not there: stop it first. From: --data DIR or CAIRN_DATA; to: CAIRN_READ_STORE; both under one master key, CAIRN_MASTER_KEY or
the file in DIR/keys. It may be repeated; nothing is overwritten, nothing is removed.

Ends with 0 when all keys are there, 1 when not, 2 when this makes no sense.
`;

void runProgram(USAGE, async ({ file: what, settings, tell }) => {
  if (what !== 'import') throw new TransferRefused(`keys can be imported; there is no ${what}`);
  await importKeys(settings, tell);
});
