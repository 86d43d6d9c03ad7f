import { SqliteJobOutput } from '@adapters/job-output';
import { SqliteReadStore } from '@adapters/read-store';
import type { NewRunEvent } from '@application/ports';
import { checkOutputLines, exportedOutput, importOutput, type Leavings, TransferRefused } from './index.js';

const PREFIXES = ['typed ', 'clock'];

let opened: { close(): unknown }[];
beforeEach(() => (opened = []));
afterEach(async () => {
  for (const each of opened) await each.close();
});

const place = (): Leavings & { readonly output: SqliteJobOutput } => {
  const [output, notes] = [new SqliteJobOutput(':memory:'), new SqliteReadStore({ file: ':memory:' })];
  opened.push(output, notes);
  return { output, rows: output, notes };
};

const event = (counter: number): NewRunEvent => ({
  ...{ counter, event: 'runner_on_ok', uuid: `u${counter}`, parentUuid: '', createdAt: '2030-01-15T03:00:00.000000Z' },
  ...{ stdout: `line\u2028 ${counter}\n`, startLine: counter - 1, endLine: counter, verbosity: 0, data: { ä: [1] } },
  ...{ hostId: null, hostName: '', failed: false, changed: false, playbook: '', play: '', task: '', role: '' },
});

/** Output of three jobs, more than a page of it, and notes. */
const filled = async (): Promise<Leavings> => {
  const { output, ...rest } = place();
  for (const job of [4, 5, 9])
    await output.append(
      job,
      Array.from({ length: 300 }, (_, index) => event(index + 1)),
    );
  for (const [name, value] of Object.entries({ 'typed 4': '{"a":1}', clock: 'now', worker: '17' }))
    await rest.notes.setNote(name, value);
  return rest;
};

const linesOf = async (from: Leavings): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of exportedOutput(from, PREFIXES)) lines.push(line);
  return lines;
};
const fromLines = async function* (lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
};

it('brings all rows and the notes that are worth it to another store', async () => {
  const lines = await linesOf(await filled());
  const goal = place();
  expect(await importOutput(fromLines(lines), goal)).toMatchObject({ present: 0, result: { lines: 902 } });
  expect(await linesOf(goal)).toEqual(lines);
  expect([await goal.notes.notes('')].map((notes) => [...notes.keys()])).toEqual([['clock', 'typed 4']]);
});

it('goes on where it was interrupted, and finds all there when it is repeated', async () => {
  const lines = await linesOf(await filled());
  const goal = place();
  await expect(importOutput(fromLines(lines.slice(0, 700)), goal)).rejects.toThrow(/not whole/);
  expect((await importOutput(fromLines(lines), goal)).present).toBe(500);
  expect((await importOutput(fromLines(lines), goal)).present).toBe(900);
  expect(await linesOf(goal)).toEqual(lines);
});

it('leaves a store alone that has other output', async () => {
  const lines = await linesOf(await filled());
  const other = place();
  await other.output.append(3, [event(1)]);
  await expect(importOutput(fromLines(lines), other)).rejects.toThrow(/other output already: of job 3 where job 4/);
  const longer = place();
  await importOutput(fromLines(lines), longer);
  await longer.output.append(10, [event(1)]);
  await expect(importOutput(fromLines(lines), longer)).rejects.toThrow(
    /other output behind them, first that of job 10/,
  );
});

it('knows a file that is not whole', async () => {
  const lines = await linesOf(await filled());
  expect(await checkOutputLines(fromLines(lines))).toMatchObject({ lines: 902 });
  const spoiled = [
    lines.slice(0, -1),
    lines.toSpliced(5, 1),
    lines.toSpliced(5, 1, '{"id":1}'),
    lines.map((line) => line.replace('line', 'Line')),
    [],
    ['{"cairn":"log","format":1}', ...lines.slice(1)],
  ];
  for (const each of spoiled) await expect(checkOutputLines(fromLines(each))).rejects.toThrow(TransferRefused);
});
