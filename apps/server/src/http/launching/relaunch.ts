import type { RelaunchService } from '@application/launching';
import type { JobApi } from '@application/job-views';
import { created, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

/** What relaunching over HTTP needs. */
export interface RelaunchServices {
  readonly relaunches: Pick<RelaunchService, 'form' | 'job' | 'workflowJob'>;
  /** Who may see the page of a job. */
  readonly jobs: Pick<JobApi, 'demandReadable'>;
}

/** `/api/v2/jobs/:id/relaunch/` and the same of workflow jobs. */
export const relaunchEndpoints = ({ relaunches, jobs }: RelaunchServices): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/jobs/:id/relaunch/',
    name: 'Job Relaunch',
    rules: { GET: 'job.read', POST: 'job.start' },
    methods: {
      GET: async (request) => {
        await jobs.demandReadable('job', request.number('id'), request.viewer);
        return ok(await relaunches.form(request.number('id')));
      },
      POST: async (request) => created(await relaunches.job(request.number('id'), request.body(), callerOf(request))),
    },
  }),
  endpoint({
    path: '/api/v2/workflow_jobs/:id/relaunch/',
    name: 'Workflow Job Relaunch',
    rules: { GET: 'workflow_job.read', POST: 'workflow_job.start' },
    methods: {
      GET: async (request) => {
        await jobs.demandReadable('workflow_job', request.number('id'), request.viewer);
        return ok({});
      },
      POST: async (request) =>
        created(await relaunches.workflowJob(request.number('id'), request.body(), callerOf(request))),
    },
  }),
];
