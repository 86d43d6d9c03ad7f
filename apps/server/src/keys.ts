import { TransferRefused } from '@application/log-transfer';
import { openKeys } from './composition/keys.js';
import { importKeys } from './moving/import-keys.js';
import { runProgram } from './moving/run-program.js';

const USAGE = `Usage: bin/cairn keys import [flags of the server]
       bin/cairn keys new [flags of the server]

Copies the keys of secrets from a data directory into the PostgreSQL in which several processes share them: a part of moving from
an embedded log, beside export and import. No server needs to be stopped for it, but keys that the old one makes afterwards are
not there: stop it first. From: --data DIR or CAIRN_DATA; to: CAIRN_READ_STORE; both under one master key, CAIRN_MASTER_KEY or
the file in DIR/keys. It may be repeated; nothing is overwritten, nothing is removed.

With new: begins with new keys where all are lost; a server does not start without. What was sealed is lost then: passwords of
credentials, answers of surveys. Restore the keys instead if you can.

Ends with 0 when all keys are there, 1 when not, 2 when this makes no sense.
`;

void runProgram(USAGE, async ({ file: what, settings, tell }) => {
  if (what === 'import') return importKeys(settings, tell);
  if (what !== 'new') throw new TransferRefused(`keys can be imported, or begun anew; there is no ${what}`);
  const { close } = await openKeys(settings, { isFirstStart: true, onLost: ({ message }) => tell(message) });
  await close();
  tell('There are keys now.');
});
