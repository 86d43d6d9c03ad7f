import type { JobProvenance } from '@application/audit';
import { ok } from '../answers/answer.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

export interface ProvenanceServices {
  readonly provenance: Pick<JobProvenance, 'of'>;
}

const JOBS = {
  job: { path: 'jobs', name: 'Job Provenance' },
  workflow_job: { path: 'workflow_jobs', name: 'Workflow Job Provenance' },
  project_update: { path: 'project_updates', name: 'Project Update Provenance' },
  system_job: { path: 'system_jobs', name: 'System Job Provenance' },
} as const;

/** `/api/v2/jobs/N/provenance/`: each value of a job with its winner, its losers and the rule; `?field=`, `?variable=` narrow. */
export const provenance = (kind: keyof typeof JOBS, services: ProvenanceServices): Endpoint =>
  endpoint({
    path: `/api/v2/${JOBS[kind].path}/:id/provenance/`,
    name: JOBS[kind].name,
    rules: { GET: `${kind}.read` },
    methods: {
      GET: async (request) => {
        const query = request.query();
        const narrowing = { fields: query.getAll('field'), variables: query.getAll('variable') };
        return ok(await services.provenance.of(request.viewer, kind, request.number('id'), narrowing));
      },
    },
  });
