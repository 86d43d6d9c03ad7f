import { DESCRIPTIONS, type JobApi } from '@application/job-views';
import { kindOf } from '@application/resources';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

const LISTS = [
  { of: 'job_template', path: 'jobs', shows: 'job', name: 'Job Template Jobs List' },
  {
    of: 'workflow_job_template',
    path: 'workflow_jobs',
    shows: 'workflow_job',
    name: 'Workflow Job Template Jobs List',
  },
  { of: 'system_job_template', path: 'jobs', shows: 'system_job', name: 'System Job Template Jobs List' },
  { of: 'project', path: 'project_updates', shows: 'project_update', name: 'Project Updates List' },
] as const;

/** Jobs of one template or project. */
export const templateJobEndpoints = (jobs: JobApi): readonly Endpoint[] =>
  LISTS.map(({ of, path, shows, name }) =>
    endpoint({
      path: `/api/v2/${kindOf(of).path}/:id/${path}/`,
      name,
      rules: { GET: `${of}.read` },
      methods: {
        GET: async (request) => {
          const template = { kind: of, id: request.number('id') };
          return ok(await jobs.lists.ofTemplate(template, request.search, request.viewer));
        },
      },
      describe: () => DESCRIPTIONS[shows],
    }),
  );
