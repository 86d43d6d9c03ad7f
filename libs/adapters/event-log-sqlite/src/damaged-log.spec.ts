import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogDamaged, LogLocked, type NewEvent, type StoredEvent } from '@application/ports';
import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteEventLog } from './sqlite-event-log.js';

/** More than are looked at when a log is opened. */
const EVENTS = 300;

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-log-'));
  file = join(directory, 'log.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

const event = (number: number): NewEvent => ({
  id: `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`,
  type: 'Counted',
  schema: 1,
  data: { number },
  meta: {
    correlation: 'c',
    causation: 'c',
    actor: { kind: 'system', id: null, name: 'test' },
    at: '2030-01-01T00:00:00.000000Z',
    hash: '',
  },
});

/** A closed log of many events. */
const written = async (): Promise<void> => {
  const log = await SqliteEventLog.open(file);
  await log.append(
    'numbers-1',
    'no-stream',
    Array.from({ length: EVENTS }, (_, number) => event(number)),
  );
  await log.close();
};

const meddle = (sql: string): void => {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
};

const refusal = async (attempt: Promise<unknown>): Promise<{ position: string; reason: string }> => {
  const error: unknown = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(LogDamaged);
  const { position, reason } = error as LogDamaged;
  return { position, reason };
};

const position = (number: number): string => String(number).padStart(16, '0');

const everything = async (log: SqliteEventLog): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for await (const one of log.readStream('numbers-1')) events.push(one);
  return events;
};

describe('the lock of a log', () => {
  it('keeps a second writer out, by name of the first, until the first has closed', async () => {
    const first = await SqliteEventLog.open(file);
    const second = await SqliteEventLog.open(file).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(LogLocked);
    expect((second as LogLocked).message).toContain(String(process.pid));
    await first.append('numbers-1', 'no-stream', [event(0)]);
    await first.close();
    const later = await SqliteEventLog.open(file);
    expect(await everything(later)).toHaveLength(1);
    await later.close();
  });
});

describe('a damaged log', () => {
  it('is refused when its last events are cut off, with the place where it ends now', async () => {
    await written();
    meddle(`DELETE FROM events WHERE position > ${EVENTS - 3}`);
    expect(await refusal(SqliteEventLog.open(file))).toEqual({
      position: position(EVENTS - 3),
      reason: `the log should reach to ${EVENTS}`,
    });
  });

  it('is refused when its first events are gone', async () => {
    await written();
    meddle('DELETE FROM events WHERE position < 5');
    expect(await refusal(SqliteEventLog.open(file))).toMatchObject({ position: position(1) });
  });

  it('is refused when one of its newest events cannot be read', async () => {
    await written();
    meddle(`UPDATE events SET data = '{"number":' WHERE position = ${EVENTS - 10}`);
    expect(await refusal(SqliteEventLog.open(file))).toMatchObject({ position: position(EVENTS - 10) });
  });

  it.each<[string, string, number]>([
    ['an event that is gone', 'DELETE FROM events WHERE position = 17', 17],
    ['an event that is no JSON', "UPDATE events SET data = '{' WHERE position = 23", 23],
  ])('is read up to %s and not beyond it, by stream and as a whole', async (_what, sql, place) => {
    await written();
    meddle(sql);
    const log = await SqliteEventLog.open(file);
    expect(await refusal(log.readAll())).toMatchObject({ position: position(place) });
    expect(await refusal(everything(log))).toMatchObject({ position: expect.any(String) });
    await log.close();
  });

  it('is refused when the end of its file is missing', async () => {
    await written();
    meddle('PRAGMA wal_checkpoint(TRUNCATE)');
    truncateSync(file, statSync(file).size - 8192);
    expect((await refusal(SqliteEventLog.open(file))).reason).toMatch(/has \d+ of \d+ bytes/);
  });

  it('is not taken for a log when it is something else, and is left as it was', async () => {
    const text = 'dear diary, '.repeat(100);
    writeFileSync(file, text);
    expect((await refusal(SqliteEventLog.open(file))).reason).toContain('is not an event log');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('is not opened when a later version wrote it', async () => {
    await written();
    meddle('PRAGMA user_version = 2');
    expect((await refusal(SqliteEventLog.open(file))).reason).toContain('not an event log of this version');
  });
});
