import { PostgresElections } from '@adapters/postgres';
import { untilAborted } from '@application/ports';
import { openPostgres } from '@testing/read-stores';
import { until } from '@testing/runs';
import { Client } from 'pg';

type Opened = Awaited<ReturnType<typeof openPostgres>>;

describe('an office in PostgreSQL', () => {
  let postgres: Opened;
  let ended: AbortController;
  let held: string[];
  let troubles: unknown[];
  let holding: Promise<void>[];

  beforeEach(async () => {
    postgres = await openPostgres();
    ended = new AbortController();
    [held, troubles, holding] = [[], [], []];
  });
  afterEach(async () => {
    ended.abort();
    await Promise.all(holding);
    await postgres.end();
  });

  /** A process that wants the office and holds it as long as it may. */
  const seek = (name: string, signal: AbortSignal = ended.signal): Promise<void> => {
    const elections = new PostgresElections(postgres.place, (_office, error) => troubles.push(error));
    const work = async (turn: AbortSignal): Promise<void> => {
      held.push(`${name} begins`);
      await untilAborted(turn);
      held.push(`${name} lets go`);
    };
    const held_ = elections.hold('dispatcher', work, signal);
    holding.push(held_);
    return held_;
  };

  /** What the server does when a process is gone. */
  const cut = async (): Promise<void> => {
    const client = new Client({ connectionString: postgres.place.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted
        AND (classid::bigint << 32 | objid::bigint) = hashtextextended($1, 0)`,
      [`cairn ${postgres.place.schema} dispatcher`],
    );
    await client.end();
  };

  it('is held by one at a time, and by the next as soon as it is given up', async () => {
    const first = new AbortController();
    const done = seek('first', first.signal);
    await until(() => held.length === 1);
    void seek('second');
    first.abort();
    await done;
    await until(() => held.length === 3);
    expect(held).toEqual(['first begins', 'first lets go', 'second begins']);
  });

  it('is lost with its connection and sought again', async () => {
    void seek('only');
    await until(() => held.length === 1);
    await until(async () => {
      if (held.length < 3) await cut();
      return held.length >= 3;
    });
    expect(held.slice(0, 3)).toEqual(['only begins', 'only lets go', 'only begins']);
    expect(troubles.length).toBeGreaterThan(0);
  });

  it('is sought again also by one whose work the loss interrupted', async () => {
    const elections = new PostgresElections(postgres.place, (_office, error) => troubles.push(error));
    let times = 0;
    const work = async (turn: AbortSignal): Promise<void> => {
      times += 1;
      if (times > 1) return;
      await untilAborted(turn);
      turn.throwIfAborted();
    };
    const done = elections.hold('dispatcher', work, ended.signal);
    holding.push(done);
    await until(async () => {
      if (times === 1) await cut();
      return times === 2;
    });
    await done;
  });

  it('is not taken up by one who does not want it any more', async () => {
    for (let time = 0; time < 20; time++) {
      const unwanted = new AbortController();
      const elections = new PostgresElections(postgres.place, (_office, error) => troubles.push(error));
      const begun: boolean[] = [];
      const done = elections.hold(
        'dispatcher',
        (turn) => Promise.resolve(void begun.push(turn.aborted)),
        unwanted.signal,
      );
      for (let turn = 0; turn < time * 8; turn++) await new Promise((resolve) => setImmediate(resolve));
      unwanted.abort();
      await done;
      expect(begun).not.toContain(true);
    }
  });

  it('is over when the work is done, and not sought again', async () => {
    const elections = new PostgresElections(postgres.place, (_office, error) => troubles.push(error));
    let times = 0;
    await elections.hold('first start', () => Promise.resolve(void (times += 1)), ended.signal);
    await expect(
      elections.hold('first start', () => Promise.reject(new Error('refused')), ended.signal),
    ).rejects.toThrow('refused');
    await elections.hold('first start', () => Promise.resolve(void (times += 1)), ended.signal);
    expect(times).toBe(2);
  });
});
