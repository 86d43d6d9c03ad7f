import { MemoryEngines } from '@adapters/engines-memory';
import { EventStoreDbGroups, EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner } from '@application/event-sourcing';
import type { ConsumerGroups, EventLog, NewEvent, ReadStore } from '@application/ports';
import { type ProcessManager, ProcessRunner } from '@application/processes';
import type { Viewer } from '@domain/access';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { OPERATIONS_STREAM } from '@domain/operations';
import { EventStoreDouble } from '@testing/eventstoredb';
import { openReadStore } from '@testing/read-stores';
import { until } from '@testing/runs';
import { ParkedEventsApi } from './parked-events-api.js';
import { parkedInGroups } from './parked-in-groups.js';
import { parkedInNotes } from './parked-in-notes.js';
import { replayedGroups } from './replayed-groups.process.js';

const AT = '2030-01-15T03:00:04.120000Z';
const PATH = '/api/v2/parked_events/';
const admin: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const auditor: Viewer = { id: 2, username: 'ann', isSuperuser: false, isSystemAuditor: true };
const nobody: Viewer = { id: 3, username: 'bob', isSuperuser: false, isSystemAuditor: false };

let store: ReadStore;
let closing: (() => Promise<unknown>)[];
let isMended: boolean;
let handled: string[];
let failures: number;

beforeEach(async () => {
  store = await openReadStore();
  closing = [() => store.close()];
  isMended = false;
  handled = [];
  failures = 0;
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

const happen = async (log: EventLog, stream: string): Promise<void> => {
  const meta = { correlation: 'c', causation: 'c', actor: SYSTEM_ACTOR, at: AT, hash: 'ab'.repeat(32) };
  const event: NewEvent = { id: crypto.randomUUID(), type: 'Happened', schema: 1, data: { secret: 's3cret' }, meta };
  await log.append(stream, 'no-stream', [event]);
};

/** Fails until it is mended. */
const fragile: ProcessManager = {
  name: 'fragile',
  reactsTo: ['Happened'],
  handle: async ({ stream }) => {
    failures += Number(!isMended);
    if (!isMended) throw new Error('no way to esdb://admin:s3cret@db');
    handled.push(stream);
  },
};

const apiOn = (log: EventLog, groups?: ConsumerGroups): ParkedEventsApi =>
  new ParkedEventsApi({
    aggregates: new AggregateRunner(log, { clock: { now: () => AT } }),
    sources: [parkedInNotes(store), ...(groups ? [parkedInGroups(groups, ['workers', 'nobody'])] : [])],
  });

const fail = (error: unknown): never => {
  throw error;
};

/** Follows the log by itself, as the only process of an installation does. */
const startRunner = async (log: EventLog): Promise<void> => {
  const options = { log, store, name: 'test', managers: [fragile], retryDelays: [1], onTrouble: () => undefined };
  const runner = new ProcessRunner({ ...options, checkpointEvery: 1 });
  await runner.start(fail);
  closing.push(() => runner.stop());
};

const countOf = async (api: ParkedEventsApi): Promise<unknown> => (await api.list('', auditor))['count'];
const replays = async (log: EventLog): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const { type, data, meta } of log.readStream(OPERATIONS_STREAM))
    found.push({ type, data, actor: meta.actor });
  return found;
};

describe('events that a process has put aside', () => {
  let log: MemoryEventLog;
  let api: ParkedEventsApi;

  beforeEach(async () => {
    log = new MemoryEventLog();
    api = apiOn(log);
    await startRunner(log);
    for (const stream of ['job-1', 'job-2', 'job-3']) await happen(log, stream);
    await until(async () => (await countOf(api)) === 3);
  });

  it('are listed by where they lie and why, without what is in them or what is secret', async () => {
    const body = await api.list('?page_size=2', auditor);
    expect(body).toEqual({
      ...{ count: 3, next: `${PATH}?page=2&page_size=2`, previous: null },
      results: ['job-1', 'job-2'].map((stream) => ({
        ...{ type: 'parked_event', handler: 'fragile', stream, revision: 0, event_type: 'Happened', recorded: AT },
        error: 'Error: no way to esdb://***@db',
      })),
    });
    expect(await api.list('?page_size=2&page=2', admin)).toMatchObject({ previous: expect.any(String), next: null });
    await expect(api.list('?page=9', admin)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('are handled again at once when an administrator asks for it, of which the log tells', async () => {
    isMended = true;
    expect(await api.replay({ viewer: admin, request: 'r1' })).toBe(3);
    await until(async () => (await countOf(api)) === 0);
    expect([...handled].sort()).toEqual(['job-1', 'job-2', 'job-3']);
    const by = { kind: 'user', id: 1, name: 'admin' };
    const places = ['job-1', 'job-2', 'job-3'].map((stream) => ({ handler: 'fragile', stream, revision: 0 }));
    expect(await replays(log)).toEqual([{ type: 'ParkedEventsReplayed', data: { by, count: 3, places }, actor: by }]);
  });

  it('stay aside when they fail again', async () => {
    const before = failures;
    await api.replay({ viewer: admin, request: 'r1' });
    await until(() => failures === before + 3);
    expect(await countOf(api)).toBe(3);
    expect(handled).toEqual([]);
  });

  it('are for those who run the installation', async () => {
    await expect(api.list('', nobody)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(api.replay({ viewer: auditor, request: 'r1' })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await replays(log)).toEqual([]);
  });

  it('are nothing to tell of when there are none', async () => {
    const empty = new ParkedEventsApi({
      aggregates: new AggregateRunner(log, { clock: { now: () => AT } }),
      sources: [],
    });
    expect(await empty.replay({ viewer: admin, request: 'r1' })).toBe(0);
    expect(await replays(log)).toEqual([]);
  });
});

describe.each([
  [
    'in memory',
    async () => {
      const log = new MemoryEventLog();
      const engines = new MemoryEngines(log);
      closing.push(async () => engines.close());
      return { log, groups: engines.process().groups };
    },
  ],
  [
    'of EventStoreDB',
    async () => {
      const double = await EventStoreDouble.start();
      const log = await EventStoreDbLog.open(double.connection);
      const groups = await EventStoreDbGroups.open(double.connection);
      closing.push(async () => double.stop());
      closing.push(() => log.close());
      closing.push(() => groups.close());
      return { log, groups };
    },
  ],
])('events that groups %s have put aside', (_, open) => {
  it('are listed with the others, and handed out again', async () => {
    const { log, groups } = await open();
    const stopping = new AbortController();
    const managers = [fragile, replayedGroups(groups, ['workers', 'nobody'])];
    const consuming = groups.consume(
      {
        ...{ group: 'workers', filter: { eventTypes: managers.flatMap(({ reactsTo }) => reactsTo) }, atOnce: 20 },
        ...{ signal: stopping.signal, retryDelays: [1], onTrouble: () => undefined },
      },
      async ({ event }) => {
        for (const manager of managers) if (manager.reactsTo.includes(event.type)) await manager.handle(event);
      },
    );
    closing.push(async () => {
      stopping.abort();
      await consuming;
    });
    const api = apiOn(log, groups);
    await happen(log, 'job-1');
    await until(async () => (await countOf(api)) === 1);
    expect((await api.list('', admin))['results']).toEqual([
      {
        ...{ type: 'parked_event', handler: 'workers', stream: 'job-1', revision: 0, event_type: 'Happened' },
        ...{ recorded: AT, error: 'Error: no way to esdb://***@db' },
      },
    ]);
    isMended = true;
    expect(await api.replay({ viewer: admin, request: 'r1' })).toBe(1);
    await until(async () => (await countOf(api)) === 0 && handled.length === 1);
    expect(handled).toEqual(['job-1']);
    expect(await replays(log)).toMatchObject([{ data: { count: 1, places: [{ handler: 'workers' }] } }]);
  });
});
