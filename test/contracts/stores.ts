import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreDbGroups, EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { someStreams, Workplace } from '@testing/consumer-groups';
import { DoubleProcess, EventStoreDouble } from '@testing/eventstoredb';
import type { ConsumerGroupsFixture } from './consumer-groups.contract.js';
import type { EventLogFixture } from './event-log.contract.js';

/** A real server that the contracts shall be tried on. It keeps what they write. */
const REAL_SERVER = process.env['CAIRN_TEST_EVENTSTOREDB'];

/** What to call a server: without what is in front of its host, which is a secret. */
const placeOf = (connection: string): string => connection.replace(/\/\/[^/]*@/, '//').replace(/\?.*/s, '');

/** A server that outlives each test, and is not empty: the one that is named, or a double in a process of its own. */
export const keptServer = {
  name: REAL_SERVER === undefined ? 'double that others use too' : `EventStoreDB at ${placeOf(REAL_SERVER)}`,
  start: async (): Promise<{ readonly connection: string; readonly stop: () => Promise<void> }> => {
    if (REAL_SERVER !== undefined) return { connection: REAL_SERVER, stop: () => Promise.resolve() };
    const double = await DoubleProcess.start();
    const place = new Workplace(await EventStoreDbLog.open(double.connection), () =>
      EventStoreDbGroups.open(double.connection),
    );
    await Promise.all(someStreams(30).map((stream) => place.write(stream, 0, 20)));
    await place.end();
    return double;
  },
};

/** A log on a server, which `end` leaves as it is. */
export const logAt = async (connection: string): Promise<EventLogFixture> => {
  let log = await EventStoreDbLog.open(connection);
  return {
    log,
    reopen: async () => {
      await log.close();
      return (log = await EventStoreDbLog.open(connection));
    },
    end: () => log.close(),
  };
};

export const logInDouble = async (): Promise<EventLogFixture> => {
  const double = await EventStoreDouble.start();
  const fixture = await logAt(double.connection);
  return { ...fixture, end: () => fixture.end().then(() => double.stop()) };
};

/** Groups on a server, which has none of them afterwards. */
export const groupsAt = async (connection: string): Promise<ConsumerGroupsFixture> => ({
  log: await EventStoreDbLog.open(connection),
  groups: () => EventStoreDbGroups.open(connection),
  forget: async (prefix) => {
    const client = EventStoreDBClient.connectionString(connection);
    const groups = await client.listPersistentSubscriptionsToAll().catch(() => []);
    const ours = groups.filter(({ groupName }) => groupName.startsWith(prefix));
    for (const { groupName } of ours) await client.deletePersistentSubscriptionToAll(groupName);
    await client.dispose();
  },
});

export const groupsInDouble = async (): Promise<ConsumerGroupsFixture> => {
  const double = await EventStoreDouble.start();
  return {
    ...(await groupsAt(double.connection)),
    forget: () => {
      double.stop();
      return Promise.resolve();
    },
  };
};
