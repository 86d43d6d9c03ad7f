import { randomUUID } from 'node:crypto';
import { LogUnavailable, type NewEvent } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { Workplace } from '@testing/consumer-groups';
import { EventStoreDouble } from '@testing/eventstoredb';
import { EventStoreDbGroups } from './eventstoredb-groups.js';
import { EventStoreDbLog } from './eventstoredb-log.js';

const anEvent = (): NewEvent => ({
  ...{ id: randomUUID(), type: 'Noted', schema: 1, data: {} },
  meta: {
    correlation: 'c',
    causation: 'c',
    actor: SYSTEM_ACTOR,
    at: '2030-01-15T03:00:04.120000Z',
    hash: 'ab'.repeat(32),
  },
});

let cluster: EventStoreDouble;
beforeEach(async () => (cluster = await EventStoreDouble.start({ members: 3 })));
afterEach(() => cluster.stop());

const discovering = (): string => `esdb+discover://${cluster.hosts[1]}?tls=false`;
const seeds = (): string => `esdb://${[...cluster.hosts].reverse().join(',')}?tls=false`;
const follower = (): string => `esdb://${cluster.hosts[2]}?tls=false`;

/** As those do who append: the same event, until it is known to be there. */
const appendForCertain = async (log: EventStoreDbLog, revision: number, event: NewEvent): Promise<number> => {
  for (let failures = 0; ; failures += 1) {
    try {
      await log.append('job-1', revision === 0 ? 'no-stream' : revision - 1, [event]);
      return failures;
    } catch (error) {
      if (!(error instanceof LogUnavailable && error.outcomeUnknown)) throw error;
    }
  }
};

describe.each([
  ['by discovery', discovering],
  ['by several hosts', seeds],
  ['by a host that does not lead', follower],
])('a cluster that is named %s', (_, connection) => {
  it.each([
    ['moves on', false],
    ['dies', true],
  ])('is written to and read when its leader %s', async (__, isDead) => {
    const log = await EventStoreDbLog.open(connection());
    const events = Array.from({ length: 4 }, anEvent);
    for (const [revision, event] of events.entries()) {
      await appendForCertain(log, revision, event);
      if (revision !== 1) continue;
      cluster.moveLeader({ isDead });
      expect((await log.readAll()).events).toHaveLength(2);
    }
    const seen: string[] = [];
    for await (const event of log.readStream('job-1')) seen.push(event.id);
    expect(seen).toEqual(events.map(({ id }) => id));
    await log.close();
  });
});

it('has its leader at the other end of all appends of a process, which are one stream', async () => {
  const log = await EventStoreDbLog.open(discovering());
  const place = new Workplace(log, () => EventStoreDbGroups.open(discovering()));
  const consumer = await place.consumer();
  await Promise.all(['job-1', 'job-2', 'job-3'].map((stream) => place.write(stream, 0, 10)));
  await consumer.until(() => consumer.seen.length === 30);
  expect(cluster.writers).toBe(1);
  cluster.faults.plan('dropped');
  await expect(log.append('job-9', 'no-stream', [anEvent()])).rejects.toThrow(LogUnavailable);
  await log.append('job-9', 'no-stream', [anEvent()]);
  expect(cluster.writers).toBe(1);
  await place.end();
});

it('shares out on through a change of leaders', async () => {
  const place = new Workplace(await EventStoreDbLog.open(seeds()), () => EventStoreDbGroups.open(seeds()));
  const consumer = await place.consumer();
  await place.write('job-1', 0, 3);
  await consumer.until(() => consumer.seen.length >= 3);
  cluster.moveLeader();
  await appendForCertain(place.log as EventStoreDbLog, 0, anEvent());
  await place.write('job-2', 0, 3);
  await consumer.until(() => consumer.places.includes('job-2@2'));
  await place.end();
});
