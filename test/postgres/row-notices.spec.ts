import { PostgresRowNotices } from '@adapters/postgres';
import type { Position, Projection } from '@application/ports';
import { openPostgres } from '@testing/read-stores';
import { until } from '@testing/runs';

const at = (place: number): Position => String(place).padStart(20, '0') as Position;
const projection = (name: string, version = 1): Projection => ({
  ...{ name, version, tables: [name], project: () => undefined },
  schema: [`CREATE TABLE ${name} (id INTEGER PRIMARY KEY)`],
});

describe('notices of rows in PostgreSQL', () => {
  let postgres: Awaited<ReturnType<typeof openPostgres>>;
  const ended = new AbortController();
  const told: Position[] = [];
  let following: Promise<void>;
  const [one, two] = [projection('one'), projection('two')];
  const move = (projections: readonly Projection[], from: number, to: number) =>
    postgres.store.apply(projections, { after: from === 0 ? undefined : at(from), events: [], position: at(to) });

  beforeAll(async () => {
    postgres = await openPostgres();
    await postgres.store.prepare(one);
    await postgres.store.prepare(two);
    const notices = new PostgresRowNotices(postgres.place, () => undefined);
    following = notices.follow([one, two], (position) => told.push(position), ended.signal);
  });
  afterAll(async () => {
    ended.abort();
    await following;
    await postgres.end();
  });

  it('tell how far all of the projections are', async () => {
    await move([one, two], 0, 1);
    await until(() => told.at(-1) === at(1));
    await move([one], 1, 3);
    await move([two], 1, 2);
    await until(() => told.at(-1) === at(2));
    await move([two], 2, 3);
    await until(() => told.at(-1) === at(3));
  });

  it('say nothing of rows of another version', async () => {
    const other: Position[] = [];
    const stop = new AbortController();
    const notices = new PostgresRowNotices(postgres.place, () => undefined);
    const follows = notices.follow([projection('one', 2)], (position) => other.push(position), stop.signal);
    const same: Position[] = [];
    const witness = notices.follow([one], (position) => same.push(position), stop.signal);
    await move([one], 3, 4);
    await until(() => same.at(-1) === at(4));
    stop.abort();
    await Promise.all([follows, witness]);
    expect(other).toEqual([]);
  });
});
