import { MemoryEventLog } from '@adapters/event-log-memory';
import type { NewEvent, Position, Projection, ReadStore } from '@application/ports';
import { ProjectionRunner } from '@application/projections';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { openPostgres } from '@testing/read-stores';

const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' };
const COUNT = 'INSERT INTO counted VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = counted.n + 1';

/** How often each name was counted; wrong as soon as an event is applied twice. */
const counts = (version = 1): Projection => ({
  ...{ name: 'counts', version, tables: ['counted'] },
  schema: [`CREATE TABLE counted (name TEXT PRIMARY KEY, n INTEGER NOT NULL${version > 1 ? ', more TEXT' : ''})`],
  project: (rows, { data }) =>
    rows.run(version > 1 ? COUNT.replace('?, 1', '?, 1, NULL') : COUNT, [(data as { readonly name: string }).name]),
});
const totals: Projection = {
  ...{ name: 'totals', version: 1, tables: ['total'] },
  schema: ['CREATE TABLE total (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)'],
  project: (rows) => rows.run('INSERT INTO total VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET n = total.n + 1', []),
};

describe('two processes on one database', () => {
  let log: MemoryEventLog;
  let fixture: Awaited<ReturnType<typeof openPostgres>>;
  let stores: readonly ReadStore[];
  let runners: ProjectionRunner[];
  let made: number;

  const follow = async (store: ReadStore, projections: readonly Projection[]): Promise<ProjectionRunner> => {
    const runner = new ProjectionRunner({
      ...{ log, store, projections },
      onFailure: (error) => {
        throw error;
      },
    });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  const add = async (...names: readonly string[]): Promise<Position> => {
    const stream = `counter-${(made += 1)}`;
    const events = names.map((name, n): NewEvent => {
      return { id: `${stream}@${n}`, type: 'Counted', schema: 1, data: { name }, meta };
    });
    return (await log.append(stream, 'no-stream', events)).position;
  };
  const rowsOf = (store: ReadStore, sql = 'SELECT name, n FROM counted') => store.all(sql, []);

  beforeEach(async () => {
    [log, runners, made] = [new MemoryEventLog(), [], 0];
    fixture = await openPostgres();
    stores = [fixture.store, await fixture.beside()];
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await stores[1]?.close();
    await fixture.end();
  });

  it('make the tables once, and apply each event once', async () => {
    for (let n = 0; n < 1200; n += 1) await add('a');
    const both = await Promise.all(stores.map((store) => follow(store, [counts(), totals])));
    let last: Position | undefined;
    for (let n = 0; n < 300; n += 1) {
      last = await add('a', 'a');
      if (n % 3 === 0) await both[n % 2]?.reached(last, 5000);
    }
    for (const [index, runner] of both.entries()) {
      expect(await runner.reached(last, 5000)).toBe(true);
      expect(await rowsOf(stores[index] ?? fixture.store)).toEqual([{ name: 'a', n: 1800 }]);
    }
    expect(await rowsOf(fixture.store, 'SELECT n FROM total')).toEqual([{ n: 1800 }]);
  });

  it('go on alone when the other one ends', async () => {
    const both = await Promise.all(stores.map((store) => follow(store, [counts()])));
    await add('a');
    await both[0]?.stop();
    const last = await add('a');
    expect(await both[1]?.reached(last, 5000)).toBe(true);
    expect(await rowsOf(fixture.store)).toEqual([{ name: 'a', n: 2 }]);
  });

  it('of an older and a newer program have tables of their own, until the older one is gone', async () => {
    const [older, newer] = stores as [ReadStore, ReadStore];
    const old = await follow(older, [counts(1)]);
    await add('a');
    await follow(newer, [counts(2)]);
    expect(await old.reached(await add('b'), 5000)).toBe(true);
    expect(await rowsOf(older, 'SELECT * FROM counted ORDER BY name')).toEqual([
      { name: 'a', n: 1 },
      { name: 'b', n: 1 },
    ]);
    expect(await rowsOf(newer, 'SELECT * FROM counted ORDER BY name')).toContainEqual({ name: 'a', n: 1, more: null });
    expect(await newer.checkpoint(counts(1))).toBeDefined();
    await old.stop();
    await fixture.reopen();
    await newer.prepare(counts(2));
    expect(await newer.checkpoint(counts(1))).toBeUndefined();
  });
});
