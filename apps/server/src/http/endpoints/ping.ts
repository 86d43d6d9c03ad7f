import { type InstanceStatus, membersOf } from '@application/instances';
import type { JsonObject } from '@domain/kernel';
import { API_VERSION } from '../../product.js';
import { openEndpoint, type Endpoint } from '../routing/endpoint.js';
import type { Installation } from './installation.js';

/** `/api/v2/ping/`: answers anyone as soon as the server is ready, and looks at no login. */
export const ping = (installation: Installation): Endpoint =>
  openEndpoint({
    path: '/api/v2/ping/',
    name: 'Ping',
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: { GET: async () => ({ json: await answer(installation) }) },
  });

const answer = async (installation: Installation): Promise<JsonObject> => {
  const instances = await installation.instances();
  const names = await installation.instanceGroups();
  return {
    ha: instances.length > 1,
    version: API_VERSION,
    active_node: installation.node,
    install_uuid: installation.uuid,
    instances: instances.map(shown),
    instance_groups: names.map((name) => group(name, membersOf(name, instances))),
  };
};

const group = (name: string, members: readonly InstanceStatus[]): JsonObject => ({
  name,
  capacity: members.reduce((sum, { capacity }) => sum + capacity, 0),
  instances: members.map(({ hostname }) => hostname),
});

const shown = (instance: InstanceStatus): JsonObject => ({
  node: instance.hostname,
  node_type: instance.nodeType,
  uuid: instance.uuid,
  heartbeat: instance.lastSeen,
  capacity: instance.capacity,
  version: instance.version,
});
