import { type JobOutputRows, OUTPUT_COLUMNS, type OutputRow, type ReadStore } from '@application/ports';
import { beyond, type Found } from './beyond.js';
import type { Progress } from './export-log.js';
import { type End, framed, parsedLine, unframed } from './framing.js';
import { TransferRefused } from './transfer-refused.js';

const PAGE = 500;

/** What is neither in the log nor made of it: notes, such as passwords typed for jobs that wait, and the output of jobs. */
export interface Leavings {
  readonly rows: JobOutputRows;
  readonly notes: Pick<ReadStore, 'notes' | 'setNote'>;
}

/**
 * The output of all jobs as lines, and before it the notes whose names begin so. The same content gives the same lines.
 * @param prefixes of names of notes that are worth keeping
 */
export const exportedOutput = (
  from: Leavings,
  prefixes: readonly string[],
  progress: Progress = () => undefined,
): AsyncGenerator<string, End> => framed('output', linesOf(from, prefixes, progress));

async function* linesOf(
  { rows, notes }: Leavings,
  prefixes: readonly string[],
  progress: Progress,
): AsyncGenerator<string> {
  for (const prefix of prefixes)
    for (const [note, value] of await notes.notes(prefix)) yield JSON.stringify({ note, value });
  let count = 0;
  for await (const row of rowsOf(rows)) {
    yield lineOf(row);
    progress((count += 1));
  }
}

async function* rowsOf(rows: JobOutputRows): AsyncGenerator<OutputRow, undefined> {
  for (let after = 0; ;) {
    const page = await rows.rowsAfter(after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = Number(page.at(-1)?.id);
  }
}

const lineOf = (row: OutputRow): string =>
  JSON.stringify(Object.fromEntries(OUTPUT_COLUMNS.map((column) => [column, row[column]])));

/**
 * Brings exported output to a store that has none, or the first part of it. Interrupted, it is run again.
 * @throws TransferRefused when the lines are not whole, or the store has other output
 */
export const importOutput = async (
  lines: AsyncIterable<string>,
  to: Leavings,
  progress: Progress = () => undefined,
): Promise<Found<End>> => {
  const notes = new Map<string, string>();
  const news = beyond(readRows(lines, notes), rowsOf(to.rows), { expectSame, refuseMore });
  let batch: OutputRow[] = [];
  for (let added = 1; ; added += 1) {
    const next = await news.next();
    if (next.done || batch.length === PAGE) batch = await put(to.rows, batch);
    if (next.done) {
      for (const [name, value] of notes) await to.notes.setNote(name, value);
      return next.value;
    }
    batch.push(next.value);
    progress(added);
  }
};

const put = async (rows: JobOutputRows, batch: readonly OutputRow[]): Promise<OutputRow[]> => {
  if (batch.length > 0) await rows.putRows(batch);
  return [];
};

/** @param notes gets those that come by: they are kept when nothing was refused */
async function* readRows(lines: AsyncIterable<string>, notes: Map<string, string>): AsyncGenerator<OutputRow, End> {
  const body = unframed('output', lines);
  for (let number = 2; ; number += 1) {
    const next = await body.next();
    if (next.done) return next.value;
    const value = parsedLine(next.value);
    const [name, text] = [value?.['note'], value?.['value']];
    if (typeof name === 'string' && typeof text === 'string') notes.set(name, text);
    else if (value && OUTPUT_COLUMNS.every((column) => Object.hasOwn(value, column))) yield value as OutputRow;
    else throw new TransferRefused(`line ${number} cannot be read: the file is damaged there`);
  }
}

const expectSame = (there: OutputRow, row: OutputRow): void => {
  if (there.id === row.id && there.job === row.job && there.counter === row.counter) return;
  throw new TransferRefused(
    `there is other output already: of job ${there.job} where job ${row.job} has row ${row.id}`,
  );
};

const refuseMore = ({ job }: OutputRow, rows: number): void => {
  throw new TransferRefused(`all ${rows} lines are there, and other output behind them, first that of job ${job}`);
};

/** Reads exported output to its end and keeps nothing. @throws TransferRefused when it is not whole */
export const checkOutputLines = async (lines: AsyncIterable<string>): Promise<End> => {
  const rows = readRows(lines, new Map());
  for (let next = await rows.next(); ; next = await rows.next()) if (next.done) return next.value;
};
