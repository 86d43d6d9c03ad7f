import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { SqliteEventLog } from '@adapters/event-log-sqlite';
import { eventLogContract, type EventLogFixture } from './event-log.contract.js';
import { keptServer, logAt, logInDouble } from './stores.js';

eventLogContract('memory', () => {
  const log = new MemoryEventLog();
  return Promise.resolve({ log, end: () => log.close() });
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

eventLogContract('double of EventStoreDB', logInDouble);

describe('kept', () => {
  let server: Awaited<ReturnType<typeof keptServer.start>>;
  beforeAll(async () => (server = await keptServer.start()));
  afterAll(() => server.stop());
  eventLogContract(keptServer.name, () => logAt(server.connection));
});
