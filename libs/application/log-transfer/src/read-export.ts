import type { PlacedEvent } from '@application/event-sourcing';
import { expectHeader, readLine, type Totals } from './log-lines.js';
import { Tally } from './tally.js';
import { TransferRefused } from './transfer-refused.js';

/**
 * The events of an exported log, each checked before it is handed over.
 * @returns the totals, when the last line says the same
 * @throws TransferRefused at the first line that is not what was written, and when the last one is missing
 */
export async function* readExport(lines: AsyncIterable<string>): AsyncGenerator<PlacedEvent, Totals> {
  const tally = new Tally();
  let number = 0;
  let end: Totals | undefined;
  for await (const line of lines) {
    number += 1;
    if (end) throw new TransferRefused(`line ${number} comes after the end`);
    if (number === 1) expectHeader(line);
    const read = number === 1 ? undefined : readLine(line, number);
    if (read && 'end' in read) end = read.end;
    else tally.line(line);
    if (!read || 'end' in read) continue;
    tally.event(read);
    yield read;
  }
  if (number === 0) expectHeader(undefined);
  return confirmed(tally, end);
}

const confirmed = (tally: Tally, end: Totals | undefined): Totals => {
  if (!end) throw new TransferRefused(`the file is cut off after ${tally.events} events: its last line is missing`);
  const totals = tally.totals();
  if (totals.events !== end.events || totals.sha256 !== end.sha256)
    throw new TransferRefused(`the last line tells of ${end.events} events, there are ${totals.events}, or other ones`);
  return totals;
};

/** Reads an exported log to its end and keeps nothing. @throws TransferRefused when it is not whole */
export const checkExport = async (
  lines: AsyncIterable<string>,
  progress: (events: number) => void = () => undefined,
): Promise<Totals> => {
  const events = readExport(lines);
  for (let seen = 1; ; seen += 1) {
    const next = await events.next();
    if (next.done) return next.value;
    progress(seen);
  }
};
