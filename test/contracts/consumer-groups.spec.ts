import { consumerGroupsContract } from './consumer-groups.contract.js';
import { groupsAt, groupsInDouble, keptServer } from './stores.js';

consumerGroupsContract('double of EventStoreDB', groupsInDouble);

describe('kept', () => {
  let server: Awaited<ReturnType<typeof keptServer.start>>;
  beforeAll(async () => (server = await keptServer.start()));
  afterAll(() => server.stop());
  consumerGroupsContract(keptServer.name, () => groupsAt(server.connection));
});
