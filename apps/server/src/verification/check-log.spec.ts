import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { SqliteEventLog } from '@adapters/event-log-sqlite';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import { ids, idsCatalog } from '@domain/ids';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { checkLogFile } from './check-log.js';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'check-log-'));
  file = join(directory, 'log.sqlite');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Streams `a` and `b` of three events each, one after the other. */
const written = async (): Promise<SqliteEventLog> => {
  const log = await SqliteEventLog.open(file);
  const aggregates = new AggregateRunner(log, { clock: new SystemClock() });
  for (const stream of ['a', 'b', 'a', 'b', 'a', 'b']) {
    const commandId = `${(await log.head()) ?? 0}`;
    const context = { commandId, correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR };
    const command = { type: 'ReserveIds', space: 'job', count: 1 } as const;
    await aggregates.handle({ stream, decider: ids, catalog: idsCatalog, command, context });
  }
  return log;
};

const tampered = async (sql: string): Promise<void> => {
  await (await written()).close();
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
};

const check = async () => {
  const lines: string[] = [];
  const status = await checkLogFile(file, (line) => lines.push(line));
  return { status, lines };
};

describe('checkLog', () => {
  it('finds a log whole, also while it is being written', async () => {
    const log = await written();
    const whole = { status: 0, lines: [`Checking ${file}`, expect.stringMatching(/^OK: 6 events in 2 streams/)] };
    expect(await check()).toEqual(whole);
    await log.close();
    expect(await check()).toEqual(whole);
  });

  it('tells where the data of an event was changed, stream by stream', async () => {
    await tampered(`UPDATE events SET data = replace(data, '"job"', '"host"') WHERE position IN (3, 4)`);
    expect(await check()).toEqual({
      status: 1,
      lines: [
        `Checking ${file}`,
        'BROKEN at position 0000000000000003: revision 1 of a is not what was written there.',
        'BROKEN at position 0000000000000004: revision 1 of b is not what was written there.',
        '2 of 2 streams are broken; nothing after a break is proven.',
      ],
    });
  });

  it('sees who is said to have done it changed as well', async () => {
    await tampered(`UPDATE events SET meta = replace(meta, '"cairn"', '"nobody"') WHERE position = 5`);
    const { status, lines } = await check();
    expect(status).toBe(1);
    expect(lines[1]).toBe('BROKEN at position 0000000000000005: revision 2 of a is not what was written there.');
  });

  it.each([2, 6])('misses an event that was taken out, number %i of 6', async (position) => {
    await tampered(`DELETE FROM events WHERE position = ${position}`);
    const { status, lines } = await check();
    expect(status).toBe(1);
    expect(lines[1]).toMatch(new RegExp(`^BROKEN at position 0{15}${position}: the event is missing`));
  });

  it('knows a file that is no log', async () => {
    writeFileSync(file, 'something else entirely, and longer than the header of a database '.repeat(9));
    const { status, lines } = await check();
    expect(status).toBe(1);
    expect(lines[1]).toMatch(/^BROKEN at position 0+: file is not a database/);
  });

  it('says when there is none', async () => {
    expect(await check()).toEqual({ status: 2, lines: [`There is no log at ${file}.`] });
  });
});
