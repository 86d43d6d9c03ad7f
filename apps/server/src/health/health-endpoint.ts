import { type Endpoint, openEndpoint } from '../http/routing/endpoint.js';
import { type Health, statusOf } from './health.js';

export const HEALTH_PATH = '/health/';

/** `/health/` of a process that serves the API. */
export const healthEndpoint = (health: Pick<Health, 'report'>): Endpoint =>
  openEndpoint({
    path: HEALTH_PATH,
    name: 'Health',
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: {
      GET: async () => {
        const report = await health.report();
        return { status: statusOf(report), json: { ...report } };
      },
    },
  });
