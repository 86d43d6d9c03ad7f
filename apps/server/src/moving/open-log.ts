import { existsSync } from 'node:fs';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { ReadOnlyLog, SqliteEventLog } from '@adapters/event-log-sqlite';
import { TransferRefused } from '@application/log-transfer';
import type { EventLog } from '@application/ports';
import { dataFiles } from '../composition/data-files.js';
import { prepareDataDirectory } from '../configuration/data-directory.js';
import type { Settings } from '../configuration/settings.js';

type LogSettings = Pick<Settings, 'data' | 'eventStore'>;

/** The log of an installation, for reading; its server may be at work. */
export const openForReading = async ({
  data,
  eventStore,
}: LogSettings): Promise<Pick<EventLog, 'readAll' | 'head' | 'close'>> => {
  if (eventStore !== null) return EventStoreDbLog.open(eventStore);
  const file = dataFiles(data).log;
  if (!existsSync(file)) throw new TransferRefused(`there is no log at ${file}`);
  return new ReadOnlyLog(file);
};

/** The log of an installation that does not run yet; an embedded one is made. @throws LogLocked while it runs */
export const openForWriting = async ({ data, eventStore }: LogSettings): Promise<EventLog> => {
  if (eventStore !== null) return EventStoreDbLog.open(eventStore);
  prepareDataDirectory(data);
  return SqliteEventLog.open(dataFiles(data).log);
};

/** What a log is called in a message; a connection string may hold a password. */
export const nameOf = ({ data, eventStore }: LogSettings): string =>
  eventStore === null ? dataFiles(data).log : 'the log in EventStoreDB';
