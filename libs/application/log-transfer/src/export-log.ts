import type { EventLog, Position, StoredEvent } from '@application/ports';
import { endLine, HEADER, lineOf, type Totals } from './log-lines.js';
import { Tally } from './tally.js';

const PAGE = 1000;

/** Told now and then how many events have passed. */
export type Progress = (events: number) => void;

/**
 * The log as it is at this moment, as lines without line feeds: a first one, an event each, a last one with the totals. The
 * same log gives the same lines, whichever store keeps it.
 * @returns what the last line tells
 * @throws TransferRefused at the first event that does not follow from the one before it
 * @throws LogDamaged when the store itself cannot be read
 */
export async function* exportedLog(
  log: Pick<EventLog, 'readAll' | 'head'>,
  progress: Progress = () => undefined,
): AsyncGenerator<string, Totals> {
  const tally = new Tally();
  tally.line(HEADER);
  yield HEADER;
  for await (const events of pagesOf(log)) {
    for (const event of events) {
      tally.event(event);
      const line = lineOf(event);
      tally.line(line);
      yield line;
    }
    progress(tally.events);
  }
  const totals = tally.totals();
  yield endLine(totals);
  return totals;
}

/** Everything up to the newest event at the time of the call, in the order of the log. */
export async function* pagesOf(log: Pick<EventLog, 'readAll' | 'head'>): AsyncGenerator<readonly StoredEvent[]> {
  const head = await log.head();
  let after: Position | undefined;
  while (head !== undefined && (after === undefined || after < head)) {
    const page = await log.readAll({ after, limit: PAGE });
    yield page.events.filter(({ position }) => position <= head);
    if (page.caughtUp) return;
    after = page.position;
  }
}
