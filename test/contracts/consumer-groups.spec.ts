import { MemoryEngines } from '@adapters/engines-memory';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { consumerGroupsContract } from './consumer-groups.contract.js';
import { groupsAt, groupsInDouble, keptServer } from './stores.js';

consumerGroupsContract('memory', () => {
  const log = new MemoryEventLog();
  const engines = new MemoryEngines(log);
  return Promise.resolve({
    log,
    groups: () => Promise.resolve(engines.process().groups),
    forget: () => Promise.resolve(engines.close()),
  });
});

consumerGroupsContract('double of EventStoreDB', groupsInDouble);

describe('kept', () => {
  let server: Awaited<ReturnType<typeof keptServer.start>>;
  beforeAll(async () => (server = await keptServer.start()));
  afterAll(() => server.stop());
  consumerGroupsContract(keptServer.name, () => groupsAt(server.connection));
});
