import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { SqliteEventLog } from '@adapters/event-log-sqlite';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import { type EventLog, LogUnavailable, type StoredEvent } from '@application/ports';
import { type DomainEvent, Numeral, SYSTEM_ACTOR } from '@domain/kernel';
import { EventStoreDouble } from '@testing/eventstoredb';
import { checkLogLines, exportedLog, importLog, TransferRefused } from './index.js';

type Noted = DomainEvent<'Noted', { readonly text: unknown }>;
interface Note {
  readonly type: 'Note';
  readonly texts: readonly unknown[];
}

/** Writes down whatever it is told. */
const notebook = {
  initial: 0,
  decide: ({ texts }: Note): readonly Noted[] => texts.map((text) => ({ type: 'Noted', data: { text } })),
  evolve: (seen: number) => seen + 1,
};
const catalog = { Noted: { schema: 3, about: 'a note' } };

/** Texts that stores and files could spoil: separators, digits that JavaScript loses, keys that mean something to it. */
const HARD = [
  'two\nlines, and\u2028a third\u0000',
  '\ud83d\ude00 \ud800',
  new Numeral('1.0'),
  { nested: [new Numeral('12345678901234567890'), null, -0.5] },
  JSON.parse('{"__proto__": 1, "2": "b", "1": "a"}') as object,
  '',
];

const write = async (
  log: EventLog,
  notes: readonly (readonly [stream: string, ...texts: unknown[]])[],
): Promise<void> => {
  const aggregates = new AggregateRunner(log, { clock: new SystemClock() });
  for (const [index, [stream, ...texts]] of notes.entries()) {
    const context = { commandId: `n${index}`, correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, request: 'r' };
    const command: Note = { type: 'Note', texts };
    await aggregates.handle({ stream, decider: notebook, catalog, command, context });
  }
};

const NOTES = [
  ['a', 'first'],
  ['b-1', ...HARD],
  ['a', 'second', 'third'],
  ...Array.from({ length: 40 }, (_, index) => [`c-${index % 7}`, index] as const),
  ['b-1', 'again'],
] as const;

const fromLines = async function* (lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
};
const linesOf = async (log: EventLog): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of exportedLog(log)) lines.push(line);
  return lines;
};
const refusal = (lines: readonly string[], log: EventLog = new MemoryEventLog()): Promise<unknown> =>
  importLog(fromLines(lines), log).catch((error: unknown) => error);

let directory: string;
let double: EventStoreDouble;
let opened: EventLog[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'log-transfer-'));
  double = await EventStoreDouble.start();
  opened = [];
});
afterEach(async () => {
  for (const log of opened) await log.close();
  double.stop();
  rmSync(directory, { recursive: true });
});

const keep = (log: EventLog): EventLog => {
  opened.push(log);
  return log;
};
const LOGS: Readonly<Record<string, () => Promise<EventLog>>> = {
  memory: async () => keep(new MemoryEventLog()),
  SQLite: async () => keep(await SqliteEventLog.open(join(directory, `${opened.length}.sqlite`))),
  EventStoreDB: async () => keep(await EventStoreDbLog.open(double.connection)),
};
const PAIRS = [
  ['SQLite', 'EventStoreDB'],
  ['EventStoreDB', 'SQLite'],
  ['SQLite', 'SQLite'],
  ['memory', 'SQLite'],
] as const;

describe.each(PAIRS)('a log moved from %s to %s', (from, to) => {
  it('is the same to the last byte, in the same order, and so is what is exported again', async () => {
    const [source, goal] = [await LOGS[from]!(), await LOGS[to]!()];
    await write(source, NOTES);
    const lines = await linesOf(source);
    expect(await importLog(fromLines(lines), goal)).toMatchObject({ lines: 50, present: 0 });
    expect(await linesOf(goal)).toEqual(lines);
  });

  it('can be written to as before', async () => {
    const [source, goal] = [await LOGS[from]!(), await LOGS[to]!()];
    await write(source, NOTES);
    await importLog(fromLines(await linesOf(source)), goal);
    await write(goal, [['d', 'new'], ...NOTES.slice(1)]);
    expect(await checkLogLines(fromLines(await linesOf(goal)))).toMatchObject({ lines: 100 });
  });
});

describe('an import', () => {
  let lines: readonly string[];

  beforeEach(async () => {
    const source = new MemoryEventLog();
    await write(source, NOTES);
    lines = await linesOf(source);
  });

  it.each(['SQLite', 'EventStoreDB'])('that broke off goes on when it is run again, in %s', async (store) => {
    const goal = await LOGS[store]!();
    let appends = 0;
    const failing = {
      readAll: goal.readAll.bind(goal),
      head: goal.head.bind(goal),
      append: (...of: Parameters<EventLog['append']>) =>
        (appends += 1) > 5 ? Promise.reject(new LogUnavailable('gone', false)) : goal.append(...of),
    };
    await expect(importLog(fromLines(lines), failing)).rejects.toThrow('gone');
    expect((await importLog(fromLines(lines), goal)).present).toBeGreaterThan(4);
    expect(await linesOf(goal)).toEqual(lines);
  });

  it('that is repeated finds everything there', async () => {
    const goal = new MemoryEventLog();
    await importLog(fromLines(lines), goal);
    expect(await importLog(fromLines(lines), goal)).toMatchObject({ lines: 50, present: 50 });
  });

  it('leaves a log alone that holds anything else, before, behind or between', async () => {
    const other = new MemoryEventLog();
    await write(other, [['z', 'of somebody else']]);
    expect(String(await refusal(lines, other))).toMatch(/not empty: where a@0 belongs it holds z@0/);
    expect((await other.readAll()).events).toHaveLength(1);

    const longer = new MemoryEventLog();
    await importLog(fromLines(lines), longer);
    await write(longer, [['z', 'later']]);
    expect(String(await refusal(lines, longer))).toMatch(/holds all 50 events and goes on with others, first z@0/);
  });

  it('notices who writes beside it', async () => {
    const goal = new MemoryEventLog();
    const append = goal.append.bind(goal);
    goal.append = async (...of) => {
      goal.append = append;
      await write(goal, [['z', 'beside']]);
      return append(...of);
    };
    expect(String(await refusal(lines, goal))).toMatch(/read back, the log is not the exported one/);
  });

  it('of a file that is cut off anywhere ends in a refusal', async () => {
    for (let length = 0; length < lines.length; length += 1)
      expect(await refusal(lines.slice(0, length))).toBeInstanceOf(TransferRefused);
    const [last = ''] = lines.slice(-1);
    for (const half of [last.slice(0, -1), last.slice(0, 20)])
      expect(String(await refusal([...lines.slice(0, -1), half]))).toMatch(/not whole/);
  });

  it.each([
    ['a changed text', (all: readonly string[]) => all.map((line) => line.replace('"second"', '"sekond"'))],
    [
      'a changed time',
      (all: readonly string[]) => all.map((line, at) => (at === 9 ? line.replace('"at":"2', '"at":"3') : line)),
    ],
    ['an event left out', (all: readonly string[]) => all.filter((_, at) => at !== 12)],
    [
      'an event that comes twice',
      (all: readonly string[]) => all.flatMap((line, at) => (at === 12 ? [line, line] : [line])),
    ],
    ['events in another order', (all: readonly string[]) => [all[0]!, all[2]!, all[1]!, ...all.slice(3)]],
    ['a last stream left out', (all: readonly string[]) => all.filter((line) => !line.startsWith('{"stream":"c-3"'))],
    ['something behind the end', (all: readonly string[]) => [...all, '']],
    ['no header', (all: readonly string[]) => all.slice(1)],
    ['another format', (all: readonly string[]) => ['{"cairn":"log","format":2}', ...all.slice(1)]],
    ['a line that is no event', (all: readonly string[]) => all.toSpliced(5, 1, '{"stream":"a"}')],
  ])('refuses %s', async (_, spoil) => {
    expect(await refusal(spoil(lines))).toBeInstanceOf(TransferRefused);
    await expect(checkLogLines(fromLines(spoil(lines)))).rejects.toThrow(TransferRefused);
  });

  it('writes neighbours of a stream together, and never more than EventStoreDB takes', async () => {
    const source = new MemoryEventLog();
    await write(source, [['big', ...Array.from({ length: 12 }, (_, index) => `${index}`.padEnd(150_000, 'x'))]]);
    const goal = await LOGS['EventStoreDB']!();
    const sizes: number[] = [];
    const append = goal.append.bind(goal);
    goal.append = (...of) => {
      sizes.push(of[2].length);
      return append(...of);
    };
    await importLog(fromLines(await linesOf(source)), goal);
    expect(sizes).toEqual([3, 3, 3, 3]);
  });
});

describe('an export', () => {
  it('ends where the log ended when it began', async () => {
    const log = new MemoryEventLog();
    await write(log, NOTES);
    const lines: string[] = [];
    for await (const line of exportedLog(log)) {
      if (lines.push(line) === 2) await write(log, [['z', 'meanwhile']]);
    }
    expect(lines).toHaveLength(52);
  });

  it('stops at what is not as it was written', async () => {
    const log = new MemoryEventLog();
    await write(log, NOTES);
    const spoiled = async (...of: Parameters<EventLog['readAll']>) => {
      const page = await log.readAll(...of);
      const change = (event: StoredEvent): StoredEvent => (event.revision === 2 ? { ...event, data: {} } : event);
      return { ...page, events: page.events.map(change) };
    };
    const lines = exportedLog({ readAll: spoiled, head: () => log.head() });
    const all = async (): Promise<void> => {
      while (!(await lines.next()).done);
    };
    await expect(all()).rejects.toThrow(/revision 2 of b-1 is not what was written there/);
  });
});
