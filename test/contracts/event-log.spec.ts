import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { SqliteEventLog } from '@adapters/event-log-sqlite';
import { EventStoreDouble } from '@testing/eventstoredb';
import { eventLogContract, type EventLogFixture } from './event-log.contract.js';

eventLogContract('memory', async () => {
  const log = new MemoryEventLog();
  return { log, end: () => log.close() };
});

eventLogContract('SQLite', async (): Promise<EventLogFixture> => {
  const directory = mkdtempSync(join(tmpdir(), 'event-log-'));
  const file = join(directory, 'new', 'log.sqlite');
  let log = await SqliteEventLog.open(file);
  return {
    log,
    reopen: async () => {
      await log.close();
      return (log = await SqliteEventLog.open(file));
    },
    end: async () => {
      await log.close();
      rmSync(directory, { recursive: true });
    },
  };
});

eventLogContract('EventStoreDB', async (): Promise<EventLogFixture> => {
  const double = await EventStoreDouble.start();
  let log = await EventStoreDbLog.open(double.connection);
  return {
    log,
    reopen: async () => {
      await log.close();
      return (log = await EventStoreDbLog.open(double.connection));
    },
    end: async () => {
      await log.close();
      double.stop();
    },
  };
});
