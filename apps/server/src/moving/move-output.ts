import { checkOutputLines, exportedOutput, importOutput, type Leavings } from '@application/log-transfer';
import { KEPT_NOTES } from '../composition/kept-notes.js';
import { openStoredRows } from '../composition/rows.js';
import { prepareDataDirectory } from '../configuration/data-directory.js';
import { progressOf } from './progress.js';
import type { Work } from './run-program.js';
import { readLines, STANDARD, writeLines } from './transfer-file.js';

/** Writes the output of jobs into a file, and the notes that nothing else knows. */
export const exportOutput = (asked: Work): Promise<void> =>
  withRows(asked, async (rows) => {
    const { file, settings, signal, tell } = asked;
    tell(`Exporting the output of jobs in ${placeOf(settings)}`);
    await writeLines(file, exportedOutput(rows, KEPT_NOTES, progressOf('Exported', 'lines', tell)), signal);
    tell('Done.');
  });

/** Brings them to another installation. */
export const importOutputFile = async (asked: Work): Promise<void> => {
  const { file, settings, signal, tell } = asked;
  if (file !== STANDARD) await checkOutputLines(readLines(file, signal));
  prepareDataDirectory(settings.data);
  await withRows(asked, async (rows) => {
    tell(`Importing the output of jobs into ${placeOf(settings)}`);
    const { result, present } = await importOutput(
      readLines(file, signal),
      rows,
      progressOf('Imported', 'lines', tell),
    );
    tell(`Done: ${result.lines} lines${present === 0 ? '' : ` (${present} were there before)`}.`);
  });
};

const withRows = async ({ settings, tell }: Work, work: (rows: Leavings) => Promise<void>): Promise<void> => {
  const told = (error: Error): void => tell(`A connection to PostgreSQL broke: ${error.message}`);
  const { read, output, close } = await openStoredRows(settings, told);
  try {
    await work({ rows: output, notes: read });
  } finally {
    await close();
  }
};

/** A connection string may hold a password. */
const placeOf = ({ data, readStore }: Work['settings']): string => (readStore === null ? data : 'PostgreSQL');
