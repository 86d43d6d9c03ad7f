import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position, Projection, StoredEvent } from '@application/ports';
import { SqliteReadStore } from './sqlite-read-store.js';

const at = (n: number): Position => String(n).padStart(16, '0') as Position;
const event = (n: number, data: object): StoredEvent => ({
  id: `id-${n}`,
  type: 'Counted',
  schema: 1,
  data,
  meta: { correlation: 'c', causation: 'c', actor: { kind: 'system', id: null, name: 'test' }, at: '', hash: '' },
  stream: 'counter-1',
  revision: n,
  position: at(n),
});
const counters = (version: number, extra = ''): Projection => ({
  name: 'counters',
  version,
  tables: ['counter'],
  schema: [`CREATE TABLE counter (name TEXT PRIMARY KEY, n INTEGER NOT NULL${extra})`],
  project: (rows, { data }) => {
    const { name, n, fail } = data as { name: string; n: number; fail?: boolean };
    if (fail) throw new Error('cannot project');
    return rows.run('INSERT INTO counter (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n', [
      name,
      n,
    ]);
  },
});

describe('SqliteReadStore', () => {
  let folder: string;
  let store: SqliteReadStore;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cairn-rows-'));
    store = new SqliteReadStore({ file: join(folder, 'read.sqlite') });
  });
  /** Events that are each right after the one before. */
  const apply = async (projection: Projection, ...events: readonly StoredEvent[]): Promise<void> => {
    const [first, last] = [events[0]?.revision ?? 0, events.at(-1)?.revision ?? 0];
    await store.apply([projection], { after: first === 0 ? undefined : at(first - 1), events, position: at(last) });
  };

  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('knows how its tables are filled, so that queries start at the right index', async () => {
    const counted: Projection = { ...counters(1), schema: [...counters(1).schema, 'CREATE INDEX by_n ON counter (n)'] };
    await store.prepare(counted);
    const events = Array.from({ length: 1500 }, (_, n) => event(n, { name: `name ${n}`, n: 1 }));
    await apply(counted, ...events);
    const [statistic] = store.all('SELECT stat FROM sqlite_stat1 WHERE idx = ?', ['by_n']);
    expect(statistic?.['stat']).toMatch(/^1500 /);
    const plan = store.all('EXPLAIN QUERY PLAN SELECT * FROM counter WHERE n = 1 AND name = ?', ['name 7']);
    expect(JSON.stringify(plan)).toContain('(name=?)');
  });

  it('moves rows and checkpoint together', async () => {
    await store.prepare(counters(1));
    await apply(counters(1), event(0, { name: 'a', n: 1 }), event(1, { name: 'a', n: 2 }));
    expect(store.all('SELECT n FROM counter WHERE name = ?', ['a'])).toEqual([{ n: 3 }]);
    expect(await store.checkpoint(counters(1))).toBe(at(1));
  });

  it('leaves both as they were when one event cannot be projected', async () => {
    await store.prepare(counters(1));
    await apply(counters(1), event(0, { name: 'a', n: 1 }));
    const broken = apply(counters(1), event(1, { name: 'a', n: 1 }), event(2, { name: 'a', n: 1, fail: true }));
    await expect(broken).rejects.toThrow('cannot project');
    expect(await store.db.selectFrom('counter').selectAll().execute()).toEqual([{ name: 'a', n: 1 }]);
    expect(await store.checkpoint(counters(1))).toBe(at(0));
  });

  it('tells what went wrong, also when SQLite has rolled back by itself', async () => {
    const strict: Projection = {
      ...counters(1),
      project: (rows) => rows.run("INSERT OR ROLLBACK INTO counter VALUES ('a', 1)", []),
    };
    await store.prepare(strict);
    await apply(strict, event(0, {}));
    await expect(apply(strict, event(1, {}))).rejects.toThrow('UNIQUE constraint failed');
    expect(await store.checkpoint(strict)).toBe(at(0));
  });

  it('keeps rows over a restart and drops them when the version is raised', async () => {
    await store.prepare(counters(1));
    await apply(counters(1), event(0, { name: 'a', n: 1 }));
    await store.close();
    store = new SqliteReadStore({ file: join(folder, 'read.sqlite') });
    await store.prepare(counters(1));
    expect(store.all('SELECT name FROM counter', [])).toHaveLength(1);
    await store.prepare(counters(2, ', more TEXT'));
    expect(store.all('SELECT name, more FROM counter', [])).toEqual([]);
    expect(await store.checkpoint(counters(2))).toBeUndefined();
  });

  it('keeps notes', async () => {
    expect(await store.note('x')).toBeUndefined();
    await store.setNote('x', '1');
    await store.setNote('x', '2');
    expect(await store.note('x')).toBe('2');
    await store.setNote('x', null);
    expect(await store.note('x')).toBeUndefined();
    for (const name of ['b:2', 'a:1', 'b:1']) await store.setNote(name, name);
    expect([...(await store.notes('b:'))]).toEqual([
      ['b:1', 'b:1'],
      ['b:2', 'b:2'],
    ]);
  });
});
