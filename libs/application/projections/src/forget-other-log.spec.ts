import { MemoryEventLog } from '@adapters/event-log-memory';
import { SqliteReadStore } from '@adapters/read-store';
import type { NewEvent, Projection } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { forgetOtherLog } from './forget-other-log.js';
import { ProjectionRunner } from './projection-runner.js';

const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' };
const event = (id: string): NewEvent => ({ id, type: 'Named', schema: 1, data: { name: id }, meta });

const names: Projection = {
  ...{ name: 'names', version: 1, tables: ['named'] },
  schema: ['CREATE TABLE named (name TEXT PRIMARY KEY)'],
  project: (rows, { id }) => rows.run('INSERT INTO named VALUES (?)', [id]),
};

/** A log of one stream per id, in this order. */
const logOf = async (...ids: readonly string[]): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog();
  for (const id of ids) await log.append(id, 'no-stream', [event(id)]);
  return log;
};

let store: SqliteReadStore;
beforeEach(() => (store = new SqliteReadStore({ file: ':memory:' })));
afterEach(() => store.close());

/** What a server shows that is started on this log. */
const shown = async (log: MemoryEventLog): Promise<readonly unknown[]> => {
  const forgot = await forgetOtherLog(log, store);
  const runner = new ProjectionRunner({ log, store, projections: [names], onFailure: fail });
  await runner.start();
  await runner.stop();
  return [forgot, ...store.all('SELECT name FROM named ORDER BY name', []).map(({ name }) => name)];
};
const fail = (error: unknown): never => {
  throw error;
};

it('keeps the rows of a log that has grown, and its notes', async () => {
  expect(await shown(await logOf('a', 'b'))).toEqual([false, 'a', 'b']);
  await store.setNote('note', 'kept');
  expect(await shown(await logOf('a', 'b', 'c'))).toEqual([false, 'a', 'b', 'c']);
  expect(await store.note('note')).toBe('kept');
});

it.each([
  ['an older copy', ['a']],
  ['an older copy that has grown otherwise', ['a', 'x', 'y']],
  ['the same events in other places', ['z', 'a', 'b']],
  ['one of another installation', ['x', 'y', 'z']],
  ['an empty one', []],
])('makes the rows again where the log is %s', async (_, ids) => {
  await shown(await logOf('a', 'b'));
  await store.setNote('note', 'of the other log');
  expect(await shown(await logOf(...ids))).toEqual([true, ...[...ids].sort()]);
  expect(await store.note('note')).toBeUndefined();
});
