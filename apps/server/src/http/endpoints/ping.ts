import { API_VERSION, NODE_NAME } from '../../product.js';
import { openEndpoint, type Endpoint } from '../routing/endpoint.js';
import type { Installation } from './installation.js';

/** `/api/v2/ping/`: answers anyone as soon as the server is ready, and looks at no login. */
export const ping = (installation: Installation): Endpoint =>
  openEndpoint({
    path: '/api/v2/ping/',
    name: 'Ping',
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: {
      GET: async () => ({
        json: {
          ha: false,
          version: API_VERSION,
          active_node: NODE_NAME,
          install_uuid: installation.uuid,
          instances: [instance(installation)],
          instance_groups: (await installation.instanceGroups()).map((name) => ({
            name,
            capacity: name === 'default' ? installation.capacity : 0,
            instances: name === 'default' ? [NODE_NAME] : [],
          })),
        },
      }),
    },
  });

const instance = (installation: Installation) => ({
  node: NODE_NAME,
  node_type: 'hybrid',
  uuid: installation.uuid,
  heartbeat: installation.now(),
  capacity: installation.capacity,
  version: API_VERSION,
});
