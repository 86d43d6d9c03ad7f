import { MemoryEventLog } from '@adapters/event-log-memory';
import type { NewEvent, Position, Projection, ReadStore, Row } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { openReadStore } from '@testing/read-stores';
import { until } from '@testing/runs';
import { ProjectionRunner } from './projection-runner.js';

const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: '', hash: '' };
const event = (id: string, data: object): NewEvent => ({ id, type: 'Counted', schema: 1, data, meta });

/** How often each name was counted. */
const counts = (version = 1): Projection => ({
  ...{ name: 'counts', version, tables: ['counted'] },
  schema: ['CREATE TABLE counted (name TEXT PRIMARY KEY, n INTEGER NOT NULL)'],
  project: (rows, { data }) => {
    const { name } = data as { readonly name: string };
    if (name === 'broken') throw new Error('cannot be counted');
    return rows.run('INSERT INTO counted VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = counted.n + 1', [name]);
  },
});

describe('a projection runner', () => {
  let log: MemoryEventLog;
  let store: ReadStore;
  let runner: ProjectionRunner;
  let failures: unknown[];
  let rebuilt: string[];
  let made = 0;

  const start = async (projection = counts()): Promise<void> => {
    runner = new ProjectionRunner({
      ...{ log, store, projections: [projection] },
      onFailure: (error) => failures.push(error),
      onRebuild: (name, position) => rebuilt.push(`${name} ${Number(position)}`),
    });
    await runner.start();
  };

  const add = async (...names: readonly string[]): Promise<Position> => {
    const stream = `counter-${(made += 1)}`;
    const events = names.map((name, index) => event(`${stream}@${index}`, { name }));
    return (await log.append(stream, 'no-stream', events)).position;
  };
  const counted = async (): Promise<readonly Row[]> => store.all('SELECT name, n FROM counted ORDER BY name', []);

  beforeEach(async () => {
    log = new MemoryEventLog();
    store = await openReadStore();
    [failures, rebuilt] = [[], []];
  });
  afterEach(async () => {
    await runner.stop();
    await store.close();
  });

  it('holds everything there was when it has started', async () => {
    await add('a', 'b', 'a');
    await start();
    expect(await counted()).toEqual([
      { name: 'a', n: 2 },
      { name: 'b', n: 1 },
    ]);
  });

  it('lets a reader wait until his own write shows', async () => {
    await start();
    const position = await add('a');
    expect(await runner.reached(position, 5000)).toBe(true);
    expect(await counted()).toEqual([{ name: 'a', n: 1 }]);
    expect(await runner.reached(position, 0)).toBe(true);
    expect(await runner.reached(undefined, 0)).toBe(true);
  });

  it('tells a reader when he has waited long enough', async () => {
    await start();
    const last = await add('a');
    await runner.reached(last, 5000);
    const never = String(Number(last) + 1).padStart(last.length, '0') as Position;
    expect(await runner.reached(never, 5)).toBe(false);
  });

  it('goes on where it stopped, and counts nothing twice', async () => {
    await add('a');
    await start();
    await runner.stop();
    await add('a');
    await start();
    expect(await counted()).toEqual([{ name: 'a', n: 2 }]);
  });

  it('fills a projection anew when its version was raised, and says so', async () => {
    await add(...Array.from({ length: 501 }, () => 'a'));
    await start();
    await runner.stop();
    rebuilt = [];
    await start(counts(2));
    expect(await counted()).toEqual([{ name: 'a', n: 501 }]);
    expect(rebuilt).toEqual(['counts 500', 'counts 501']);
  });

  it('stops for good at an event that it cannot project, and shows nothing half', async () => {
    await start();
    await add('a', 'broken');
    await until(() => failures.length === 1);
    expect(failures).toEqual([new Error('cannot be counted')]);
    expect(await counted()).toEqual([]);
  });

  it('tells when the log ends under it', async () => {
    await start();
    await log.close();
    await until(() => failures.length === 1);
    expect(String(failures[0])).toContain('the log ended');
  });
});
