import type { EventLog, Position, StoredEvent } from '@application/ports';
import { type End, framed } from './framing.js';
import { CheckedEvents, lineOf } from './log-lines.js';

const PAGE = 1000;

/** Told now and then how many have passed. */
export type Progress = (count: number) => void;

type ReadableLog = Pick<EventLog, 'readAll' | 'head'>;

/**
 * The log as it is at this moment, as lines: an event each, in the order of the log. The same log gives the same lines,
 * whichever store keeps it.
 * @throws TransferRefused at the first event that does not follow from the one before it
 * @throws LogDamaged when the store itself cannot be read
 */
export const exportedLog = (log: ReadableLog, progress: Progress = () => undefined): AsyncGenerator<string, End> =>
  framed('log', eventLines(log, progress));

async function* eventLines(log: ReadableLog, progress: Progress): AsyncGenerator<string> {
  const checked = new CheckedEvents();
  for await (const events of pagesOf(log)) {
    for (const event of events) {
      checked.pass(event);
      yield lineOf(event);
    }
    progress(checked.count);
  }
}

/** Everything up to the newest event at the time of the call, in the order of the log. */
export async function* pagesOf(log: ReadableLog): AsyncGenerator<readonly StoredEvent[]> {
  const head = await log.head();
  let after: Position | undefined;
  while (head !== undefined && (after === undefined || after < head)) {
    const page = await log.readAll({ after, limit: PAGE });
    yield page.events.filter(({ position }) => position <= head);
    if (page.caughtUp) return;
    after = page.position;
  }
}
