import type { PlacedEvent } from '@application/event-sourcing';
import { type End, unframed } from './framing.js';
import { CheckedEvents, eventOf } from './log-lines.js';

/**
 * The events of an exported log, each checked before it is handed over.
 * @throws TransferRefused at the first line that is not what was written, and when the end is missing
 */
export async function* readLog(lines: AsyncIterable<string>): AsyncGenerator<PlacedEvent, End> {
  const checked = new CheckedEvents();
  const body = unframed('log', lines);
  for (let next = await body.next(); ; next = await body.next()) {
    if (next.done) return next.value;
    const event = eventOf(next.value, checked.count + 1);
    checked.pass(event);
    yield event;
  }
}

/** Reads an exported log to its end and keeps nothing. @throws TransferRefused when it is not whole */
export const checkLogLines = async (
  lines: AsyncIterable<string>,
  progress: (count: number) => void = () => undefined,
): Promise<End> => {
  const events = readLog(lines);
  for (let seen = 1; ; seen += 1) {
    const next = await events.next();
    if (next.done) return next.value;
    progress(seen);
  }
};
