import type { Position, Projection, ReadStore, Row, Span, StoredEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';

/** How a suite gets at one store. `reopen` closes the store and opens the same rows again. */
export interface ReadStoreFixture {
  readonly store: ReadStore;
  readonly reopen: () => Promise<ReadStore>;
  /** Closes the store, removes its traces. */
  readonly end: () => Promise<void>;
}

const at = (n: number): Position => String(n).padStart(16, '0') as Position;

const event = (n: number, data: object): StoredEvent => ({
  ...{ id: `id-${n}`, type: 'Counted', schema: 1, data },
  meta: { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' },
  ...{ stream: 'counter-1', revision: n, position: at(n) },
});

const ADD = 'INSERT INTO counter (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = counter.n + excluded.n';

interface Counted {
  readonly name: string;
  readonly n: number;
  readonly fail?: boolean;
}

const counters = (version: number, extra = ''): Projection => ({
  ...{ name: 'counters', version, tables: ['counter'] },
  schema: [`CREATE TABLE counter (name TEXT PRIMARY KEY, n INTEGER NOT NULL${extra})`],
  project: (rows, { data }) => {
    const { name, n, fail } = data as Counted;
    if (fail) throw new Error('cannot project');
    return rows.run(ADD, [name, n]);
  },
});

const span = (from: number, ...data: readonly Counted[]): Span => ({
  after: from === 0 ? undefined : at(from - 1),
  events: data.map((each, index) => event(from + index, each)),
  position: at(from + data.length - 1),
});

/** Rows are objects of whatever class the driver has. */
const plain = (rows: readonly Row[]): object[] => rows.map((row) => ({ ...row }));

/** What every store of read models holds to. */
export const readStoreContract = (name: string, open: () => Promise<ReadStoreFixture>): void => {
  describe(`${name}: a read store`, () => {
    let fixture: ReadStoreFixture;
    let store: ReadStore;
    const all = async (sql: string, ...of: readonly (string | number | null)[]) => plain(await store.all(sql, of));
    const apply = (projection: Projection, from: number, ...data: readonly Counted[]): Promise<Position | undefined> =>
      store.apply([projection], span(from, ...data));

    beforeEach(async () => {
      fixture = await open();
      store = fixture.store;
    });
    afterEach(() => fixture.end());

    it('moves rows and checkpoint together', async () => {
      await store.prepare(counters(1));
      expect(await store.checkpoint(counters(1))).toBeUndefined();
      await apply(counters(1), 0, { name: 'a', n: 1 }, { name: 'a', n: 2 });
      expect(await all('SELECT n FROM counter WHERE name = ?', 'a')).toEqual([{ n: 3 }]);
      expect(await store.checkpoint(counters(1))).toBe(at(1));
    });

    it('applies nothing twice when others had come further than whoever brings the next span', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: 'a', n: 1 }, { name: 'a', n: 2 });
      const more = span(1, { name: 'a', n: 2 }, { name: 'a', n: 4 });
      expect(await store.apply([counters(1)], { ...more, after: at(1) })).toBe(at(2));
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 7 }]);
    });

    it('leaves both as they were when one event cannot be projected', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: 'a', n: 1 });
      const broken = apply(counters(1), 1, { name: 'a', n: 1 }, { name: 'a', n: 1, fail: true });
      await expect(broken).rejects.toThrow('cannot project');
      expect(await store.db.selectFrom('counter').selectAll().execute()).toEqual([{ name: 'a', n: 1 }]);
      expect(await store.checkpoint(counters(1))).toBe(at(0));
      await apply(counters(1), 1, { name: 'a', n: 5 });
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 6 }]);
    });

    it('leaves both as they were when a statement is refused that no projection waited for', async () => {
      const careless: Projection = {
        ...counters(1),
        project: (rows, { data }) => void rows.run('INSERT INTO counter VALUES (?, ?)', [(data as Counted).name, 1]),
      };
      await store.prepare(careless);
      await apply(careless, 0, { name: 'a', n: 1 });
      await expect(apply(careless, 1, { name: 'b', n: 1 }, { name: 'a', n: 1 })).rejects.toThrow(/unique/i);
      expect(await all('SELECT name FROM counter')).toEqual([{ name: 'a' }]);
      expect(await store.checkpoint(careless)).toBe(at(0));
    });

    it('lets a projection read what it wrote in the same batch', async () => {
      const doubling: Projection = {
        ...counters(1),
        project: async (rows, { data }) => {
          const { name, n } = data as Counted;
          const [known] = await rows.all('SELECT n FROM counter WHERE name = ?', [name]);
          await rows.run(ADD, [name, known ? Number(known['n']) : n]);
        },
      };
      await store.prepare(doubling);
      await apply(doubling, 0, { name: 'a', n: 3 }, { name: 'a', n: 0 }, { name: 'a', n: 0 });
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 12 }]);
    });

    it('keeps rows and notes over a restart, and drops rows when the version is raised', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: 'a', n: 1 });
      await store.setNote('x', '1');
      store = await fixture.reopen();
      await store.prepare(counters(1));
      expect(await all('SELECT name FROM counter')).toHaveLength(1);
      expect(await store.note('x')).toBe('1');
      expect(await store.checkpoint(counters(1))).toBe(at(0));
      await store.prepare(counters(2, ', more TEXT'));
      expect(await all('SELECT name, more FROM counter')).toEqual([]);
      expect(await store.checkpoint(counters(2))).toBeUndefined();
    });

    it('keeps notes', async () => {
      expect(await store.note('x')).toBeUndefined();
      await store.setNote('x', '1');
      await store.setNote('x', '2');
      expect(await store.note('x')).toBe('2');
      await store.setNote('x', null);
      expect(await store.note('x')).toBeUndefined();
      for (const each of ['b:2', 'a:1', 'b:1']) await store.setNote(each, each);
      expect([...(await store.notes('b:'))]).toEqual([
        ['b:1', 'b:1'],
        ['b:2', 'b:2'],
      ]);
    });

    it('holds whole numbers beyond 32 bits, and orders texts by their characters', async () => {
      await store.prepare(counters(1));
      const names = ['b', 'A', 'a', 'É', 'B', '_'];
      await apply(counters(1), 0, ...names.map((each, index) => ({ name: each, n: 4_000_000_000 + index })));
      const inOrder = [{ name: 'A' }, { name: 'B' }, { name: '_' }, { name: 'a' }, { name: 'b' }, { name: 'É' }];
      expect(await all('SELECT name FROM counter ORDER BY name')).toEqual(inOrder);
      expect(await all('SELECT n FROM counter WHERE name = ?', 'A')).toEqual([{ n: 4_000_000_001 }]);
      expect(await all('SELECT COUNT(*) AS rows, SUM(n) AS sum FROM counter')).toEqual([
        { rows: 6, sum: 24_000_000_015 },
      ]);
    });

    it('takes ids as one list, and quotes, question marks and patterns as they are', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: "who's? like", n: 1 }, { name: 'b', n: 2 }, { name: 'c', n: 3 });
      const ids = 'SELECT n FROM counter WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n';
      expect(await all(ids, '[1,3,9]')).toEqual([{ n: 1 }, { n: 3 }]);
      expect(await all(`SELECT n FROM counter WHERE name = 'who''s? like' AND n = ?`, 1)).toEqual([{ n: 1 }]);
      expect(await all('SELECT n FROM counter WHERE name LIKE ?', "WHO'S% LIKE")).toEqual([{ n: 1 }]);
    });

    it('applies nothing twice, and tells how far the rows are', async () => {
      const other: Projection = { ...counters(1), name: 'other', tables: [], schema: [], project: () => undefined };
      for (const each of [counters(1), other]) await store.prepare(each);
      expect(await apply(counters(1), 0, { name: 'a', n: 1 }, { name: 'a', n: 2 })).toBe(at(1));
      expect(await apply(counters(1), 0, { name: 'a', n: 1 })).toBe(at(1));
      const both = span(1, { name: 'a', n: 2 }, { name: 'a', n: 4 });
      expect(await store.apply([counters(1)], both)).toBe(at(2));
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 7 }]);
      expect(await store.apply([counters(1), other], span(3, { name: 'a', n: 8 }))).toBeUndefined();
      expect(await store.checkpoint(counters(1))).toBe(at(3));
      expect(await store.checkpoint(other)).toBeUndefined();
    });

    it('applies nothing when what comes before is missing, and tells how far the rows are', async () => {
      await store.prepare(counters(1));
      expect(await apply(counters(1), 1, { name: 'a', n: 1 })).toBeUndefined();
      await apply(counters(1), 0, { name: 'a', n: 1 });
      expect(await apply(counters(1), 2, { name: 'a', n: 1 })).toBe(at(0));
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 1 }]);
    });

    it('tells the last event that its rows are made of', async () => {
      expect(await store.seen()).toEqual([]);
      await store.prepare(counters(1));
      expect(await store.seen()).toEqual([]);
      await apply(counters(1), 0, { name: 'a', n: 1 }, { name: 'b', n: 1 });
      const seen = [{ stream: 'counter-1', revision: 1, id: 'id-1', position: at(1) }];
      expect(await store.seen()).toEqual(seen);
      await store.apply([counters(1)], { after: at(1), events: [], position: at(9) });
      store = await fixture.reopen();
      expect(await store.seen()).toEqual(seen);
    });

    it('forgets everything, and nothing when other events have been seen meanwhile', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: 'a', n: 1 });
      await store.setNote('x', '1');
      const seen = await store.seen();
      await apply(counters(1), 1, { name: 'a', n: 1 });
      await store.forget(seen);
      expect(await store.checkpoint(counters(1))).toBe(at(1));
      await store.forget(await store.seen());
      expect(await store.note('x')).toBeUndefined();
      expect(await store.checkpoint(counters(1))).toBeUndefined();
      await store.prepare(counters(1));
      expect(await all('SELECT * FROM counter')).toEqual([]);
    });

    it('survives a text with a NUL', async () => {
      await store.prepare(counters(1));
      await apply(counters(1), 0, { name: 'a\0b', n: 1 });
      expect(await all('SELECT n FROM counter')).toEqual([{ n: 1 }]);
    });
  });
};
