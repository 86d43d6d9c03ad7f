import { TransferRefused } from '@application/log-transfer';
import { backUp } from './backup/back-up.js';
import { runProgram } from './moving/run-program.js';

const USAGE = `Usage: bin/cairn backup DIR [flags of the server]

Copies what an installation with an embedded log keeps into DIR, which must be new: the log (every hash of the copy is
checked), the output of jobs, the keys, typed passwords of jobs that wait. The server may be at work. DIR is a data
directory: to restore, start a server on a copy of it. Which installation: --data DIR or CAIRN_DATA.

Not copied: what is made again (read models), runs under way, and folders of projects; DIR/projects.txt lists the manual ones.
Ends with 0 when DIR is whole and on disk, 1 when not (then there is none), 2 when this makes no sense.
`;

void runProgram(USAGE, async ({ file, settings, tell, signal }) => {
  if (settings.eventStore !== null)
    throw new TransferRefused('the log is in EventStoreDB, which has a backup of its own: see docs/operations.md');
  await backUp(settings, file, { tell, signal });
  tell(`Done: ${file}`);
});
