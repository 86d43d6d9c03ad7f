import { DESCRIPTIONS, type JobApi } from '@application/job-views';
import { kindOf } from '@application/resources';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

const describe = () => DESCRIPTIONS.job_host_summary;

/** How jobs went on their hosts (spec jobs.md §6.3). */
export const hostSummaryEndpoints = ({ hostSummaries }: JobApi): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/jobs/:id/job_host_summaries/',
    name: 'Job Job Host Summaries List',
    rules: { GET: 'job.read' },
    methods: {
      GET: async (request) => ok(await hostSummaries.ofJob(request.number('id'), request.search, request.viewer)),
    },
    describe,
  }),
  ...(['host', 'group'] as const).map((kind) =>
    endpoint({
      path: `/api/v2/${kindOf(kind).path}/:id/job_host_summaries/`,
      name: `${kindOf(kind).title} Job Host Summaries List`,
      rules: { GET: `${kind}.read` },
      methods: {
        GET: async (request) =>
          ok(await hostSummaries.ofHosts({ kind, id: request.number('id') }, request.search, request.viewer)),
      },
      describe,
    }),
  ),
  endpoint({
    path: '/api/v2/job_host_summaries/:id/',
    name: 'Job Host Summary Detail',
    rules: { GET: 'job.read' },
    methods: { GET: async (request) => ok(await hostSummaries.read(request.number('id'), request.viewer)) },
    describe,
  }),
];
