import { join } from 'node:path';
import { readStoreFor } from '../../scripts/test-rows.cjs';
import { ROLES, type Settings } from '../../apps/server/src/configuration/settings.js';
import { NODE_NAME } from '../../apps/server/src/product.js';

/** What a server in a test is told: any free port, no TLS, jobs that end at once, everything in one folder; rows where the tests have them. */
export const settingsFor = (data: string, more: Partial<Settings> = {}): Settings => ({
  ...{ roles: ROLES, nodeName: NODE_NAME, runnerGrace: 60 },
  ...{
    port: 0,
    host: '127.0.0.1',
    https: null,
    data,
    projectsRoot: join(data, 'projects'),
    eventStore: null,
    readStore: readStoreFor(data),
  },
  ...{ adminPassword: 'pw', masterKey: null, logLevel: 'error', demo: false, passThrough: {} },
  ...{ executor: 'noop', capacity: 1000, noop: { artifactBytes: 0, log: null } },
  ...{ remoteHostHeaders: ['REMOTE_ADDR'], trustedProxies: [], drain: 0 },
  ...more,
});
