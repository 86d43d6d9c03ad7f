import type { Dashboard, JobsGraph } from '@application/dashboard';
import { ok } from '../answers/answer.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

export interface DashboardServices {
  readonly dashboard: Pick<Dashboard, 'of'>;
  readonly graph: Pick<JobsGraph, 'of'>;
}

/** Counts of everything, and how jobs went lately; each caller sees his own. */
export const dashboardEndpoints = ({ dashboard, graph }: DashboardServices): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/dashboard/',
    name: 'Dashboard',
    rules: { GET: 'signed_in' },
    methods: { GET: async ({ viewer }) => ok(await dashboard.of(viewer)) },
  }),
  endpoint({
    path: '/api/v2/dashboard/graphs/jobs/',
    name: 'Dashboard Jobs Graphs',
    rules: { GET: 'signed_in' },
    methods: { GET: async (request) => ok(await graph.of(request.query(), request.viewer)) },
  }),
];
