import { checkLogLines, importLog } from '@application/log-transfer';
import { importOutputFile } from './moving/move-output.js';
import { nameOf, openForWriting } from './moving/open-log.js';
import { progressOf } from './moving/progress.js';
import { runProgram, type Work } from './moving/run-program.js';
import { readLines, STANDARD } from './moving/transfer-file.js';

const USAGE = `Usage: bin/cairn import FILE [flags of the server]
       bin/cairn import --output FILE [flags of the server]

Writes an exported event log (FILE, or - for standard input) into the empty log of an installation that does not run, and
reads it back. Which installation: --data DIR or CAIRN_DATA, and CAIRN_EVENTSTORE where its log is to be in EventStoreDB.

With --output: exported output of jobs, into the data directory or into the PostgreSQL of CAIRN_READ_STORE.

A file is looked through first: of one that is not whole nothing is written. An import that was interrupted is run again and
goes on. A log that holds other events, or output of other jobs, is left alone.
Ends with 0 when the log is the exported one, 1 when not, 2 when this makes no sense.
`;

const importFile = async ({ file, settings, signal, tell }: Work): Promise<void> => {
  if (file !== STANDARD) await checkLogLines(readLines(file, signal), progressOf('Checked', 'events', tell));
  const log = await openForWriting(settings);
  try {
    tell(`Importing into ${nameOf(settings)}`);
    const { lines, present } = await importLog(readLines(file, signal), log, progressOf('Imported', 'events', tell));
    const before = present === 0 ? '' : ` (${present} were there before)`;
    tell(`Done: ${lines} events${before}, read back and found the same.`);
  } finally {
    await log.close();
  }
};

void runProgram(USAGE, (work) => (work.isOutput ? importOutputFile(work) : importFile(work)));
