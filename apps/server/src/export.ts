import { exportedLog, type End } from '@application/log-transfer';
import { exportOutput } from './moving/move-output.js';
import { nameOf, openForReading } from './moving/open-log.js';
import { progressOf } from './moving/progress.js';
import { runProgram, type Work } from './moving/run-program.js';
import { writeLines } from './moving/transfer-file.js';

const USAGE = `Usage: bin/cairn export FILE [flags of the server]
       bin/cairn export --output FILE [flags of the server]

Writes the event log of an installation into FILE (- is standard output): one event a line, every hash checked. The server
may be at work. Which installation: --data DIR or CAIRN_DATA, and CAIRN_EVENTSTORE where its log is in EventStoreDB.

With --output: the output of jobs, and the passwords typed for jobs that have not begun (sealed). With CAIRN_READ_STORE those
that PostgreSQL has. Export the output first, then the log, or both while nothing runs.

FILE appears when it is whole, readable by its owner only. Keys and projects are in neither: see docs/operations.md.
Ends with 0 when all was written, 1 when not, 2 when this makes no sense.
`;

const exportLog = async ({ file, settings, signal, tell }: Work): Promise<void> => {
  const log = await openForReading(settings);
  try {
    tell(`Exporting ${nameOf(settings)}`);
    let end: End | undefined;
    const lines = async function* (): AsyncGenerator<string> {
      end = yield* exportedLog(log, progressOf('Exported', 'events', tell));
    };
    await writeLines(file, lines(), signal);
    tell(`Done: ${end?.lines} events.`);
  } finally {
    await log.close();
  }
};

void runProgram(USAGE, (work) => (work.isOutput ? exportOutput(work) : exportLog(work)));
