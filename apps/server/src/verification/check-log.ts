import { existsSync } from 'node:fs';
import { ReadOnlyLog } from '@adapters/event-log-sqlite';
import { type Verification, verifyLog } from '@application/event-sourcing';
import { type EventLog, LogDamaged } from '@application/ports';

/** How the program ends: all is as it was written; something is not; there is nothing to look at. */
export type CheckStatus = 0 | 1 | 2;

/** Events between two lines of progress. */
const TOLD_EVERY = 100_000;

/** A log that can be read to the end. */
type ReadableLog = Pick<EventLog, 'readAll' | 'close'>;

/** Checks every hash chain of a log file without changing it; a server may be writing it meanwhile. */
export const checkLogFile = async (file: string, print: (line: string) => void): Promise<CheckStatus> => {
  if (existsSync(file)) return checkLog(file, async () => new ReadOnlyLog(file), print);
  print(`There is no log at ${file}.`);
  return 2;
};

/** The same for a log of any kind. @param name what it is called in the first line */
export const checkLog = async (
  name: string,
  open: () => Promise<ReadableLog>,
  print: (line: string) => void,
): Promise<CheckStatus> => {
  print(`Checking ${name}`);
  try {
    const log = await open();
    try {
      return verdict(await verifyLog(telling(log, print)), print);
    } finally {
      await log.close();
    }
  } catch (error) {
    if (!(error instanceof LogDamaged)) throw error;
    print(`BROKEN at position ${error.position}: ${error.reason}. Nothing after it was checked.`);
    return 1;
  }
};

/** The same log, that says now and then how much of it has been read. */
const telling = (log: Pick<EventLog, 'readAll'>, print: (line: string) => void): Pick<EventLog, 'readAll'> => {
  let events = 0;
  return {
    readAll: async (options) => {
      const page = await log.readAll(options);
      const before = events;
      events += page.events.length;
      if (Math.floor(events / TOLD_EVERY) > Math.floor(before / TOLD_EVERY)) print(`  ${events} events so far`);
      return page;
    },
  };
};

const verdict = ({ events, streams, breaks }: Verification, print: (line: string) => void): CheckStatus => {
  for (const { position, stream, revision } of breaks) {
    print(`BROKEN at position ${position}: revision ${revision} of ${stream} is not what was written there.`);
  }
  if (breaks.length > 0) {
    print(`${breaks.length} of ${streams} streams are broken; nothing after a break is proven.`);
    return 1;
  }
  print(`OK: ${events} events in ${streams} streams, every hash follows from the one before it.`);
  return 0;
};
