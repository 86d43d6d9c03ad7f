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
export const templateJobEndpoints = (jobs: JobApi): readonly Endpoint[] => [
  ...LISTS.map((list) => listOf(jobs, list)),
  slices(jobs),
  ofInstanceGroup(jobs),
];

const listOf = (jobs: JobApi, { of, path, shows, name }: (typeof LISTS)[number]): Endpoint =>
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
  });

const slices = ({ lists }: JobApi): Endpoint =>
  endpoint({
    path: '/api/v2/job_templates/:id/slice_workflow_jobs/',
    name: 'Job Template Slice Workflow Jobs List',
    rules: { GET: 'job_template.read' },
    methods: {
      GET: async (request) => ok(await lists.slicedOf(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS.workflow_job,
  });

const ofInstanceGroup = ({ lists }: JobApi): Endpoint =>
  endpoint({
    path: '/api/v2/instance_groups/:id/jobs/',
    name: 'Instance Group Jobs List',
    rules: { GET: 'instance_group.read' },
    methods: {
      GET: async (request) => ok(await lists.ofInstanceGroup(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS.unified_job,
  });
