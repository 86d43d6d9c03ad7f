import { EventStoreDbGroups } from '@adapters/event-log-eventstoredb';
import { PostgresElections, PostgresNodeDirectory, PostgresRowNotices } from '@adapters/postgres';
import type { ConsumerGroups, Elections, NodeDirectory, ReadStore, RowNotices } from '@application/ports';
import type { Settings } from '../configuration/settings.js';
import type { Log } from '../logging/log.js';
import { placeOf } from './rows.js';

/** What the processes of one installation share beside log and rows: work, offices, and the news of rows. */
export interface Engines {
  readonly groups: ConsumerGroups;
  readonly elections: Elections;
  readonly notices: RowNotices;
  readonly nodes: NodeDirectory;
  close(): Promise<void>;
}

/** Null where one process is the whole installation. */
export const openEngines = async (
  { eventStore, readStore }: Pick<Settings, 'eventStore' | 'readStore'>,
  read: ReadStore,
  log: Log,
): Promise<Engines | null> => {
  if (eventStore === null || readStore === null) return null;
  const groups = await EventStoreDbGroups.open(eventStore);
  const place = placeOf(readStore);
  return {
    groups,
    elections: new PostgresElections(place, (office, error) =>
      log.warn('an office is sought again', { office, error }),
    ),
    notices: new PostgresRowNotices(place, (error) => log.warn('news of rows are listened for again', { error })),
    nodes: new PostgresNodeDirectory(read),
    close: () => groups.close(),
  };
};
