import { appendForCertain, type PlacedEvent } from '@application/event-sourcing';
import { type EventLog, WrongExpectedRevision } from '@application/ports';
import { AppendRun } from './append-run.js';
import { beyond } from './beyond.js';
import { exportedLog, pagesOf, type Progress } from './export-log.js';
import type { End } from './framing.js';
import { readLog } from './read-log.js';
import { TransferRefused } from './transfer-refused.js';

/** What an import did. */
export interface Imported extends End {
  /** Events that were there before it began: those of an import that was interrupted. */
  readonly present: number;
}

type ImportableLog = Pick<EventLog, 'append' | 'readAll' | 'head'>;

/**
 * Writes an exported log into a log that is empty, or holds the first part of the very same events; then reads it back.
 * Interrupted at any place, it is run again and goes on.
 * @throws TransferRefused when the lines are not whole, or the log holds anything else
 * @throws LogUnavailable when the log stops answering: run it again
 */
export const importLog = async (
  lines: AsyncIterable<string>,
  log: ImportableLog,
  progress: Progress = () => undefined,
): Promise<Imported> => {
  const run = new AppendRun((first, events) => append(log, first, events));
  const news = beyond(readLog(lines), eventsOf(log), { expectSame, refuseMore });
  for (let added = 1; ; added += 1) {
    const next = await news.next();
    if (next.done) {
      await run.flush();
      const { result, present } = next.value;
      await expectReadBack(log, result);
      return { ...result, present };
    }
    await run.add(next.value);
    progress(added);
  }
};

async function* eventsOf(log: ImportableLog): AsyncGenerator<PlacedEvent> {
  for await (const page of pagesOf(log)) yield* page;
}

/** The hash covers all of an event and all before it in its stream. */
const expectSame = (there: PlacedEvent, event: PlacedEvent): void => {
  if (there.stream === event.stream && there.id === event.id && there.meta.hash === event.meta.hash) return;
  throw new TransferRefused(
    `the log is not empty: where ${event.stream}@${event.revision} belongs it holds ${there.stream}@${there.revision}. ` +
      'Import into an empty log, or one that holds the first part of the same events',
  );
};

const refuseMore = ({ stream, revision }: PlacedEvent, events: number): void => {
  throw new TransferRefused(`the log holds all ${events} events and goes on with others, first ${stream}@${revision}`);
};

const append = async (log: ImportableLog, first: PlacedEvent, events: readonly PlacedEvent[]): Promise<void> => {
  const { stream, revision } = first;
  try {
    await appendForCertain(log, { stream, revision: revision - 1 }, events.map(withoutPlace));
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    throw new TransferRefused(`something else writes into this log: ${error.message}`);
  }
};

const withoutPlace = ({ id, type, schema, data, meta }: PlacedEvent) => ({ id, type, schema, data, meta });

/** What was written is proven by what can be read, and by the order it has there. */
const expectReadBack = async (log: ImportableLog, { sha256 }: End): Promise<void> => {
  const again = exportedLog(log);
  for (let next = await again.next(); ; next = await again.next()) {
    if (!next.done) continue;
    if (next.value.sha256 === sha256) return;
    throw new TransferRefused('read back, the log is not the exported one: something else writes into it');
  }
};
