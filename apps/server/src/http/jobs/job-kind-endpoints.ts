import { DESCRIPTIONS, type JobApi, type UsedList } from '@application/job-views';
import type { JobKind } from '@domain/launch';
import { accepted, noContent, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

/** A kind of jobs as paths and titles name it. */
interface JobPaths {
  readonly kind: JobKind;
  readonly path: string;
  readonly title: string;
  /** Lists of what a job used. */
  readonly used: readonly UsedList[];
}

const KINDS: readonly JobPaths[] = [
  { kind: 'job', path: 'jobs', title: 'Job', used: ['credentials', 'labels'] },
  { kind: 'workflow_job', path: 'workflow_jobs', title: 'Workflow Job', used: ['labels'] },
  { kind: 'project_update', path: 'project_updates', title: 'Project Update', used: [] },
  { kind: 'system_job', path: 'system_jobs', title: 'System Job', used: [] },
];

const TITLES: Readonly<Record<UsedList, string>> = { credentials: 'Credentials', labels: 'Labels' };

/** List, detail, cancel and the resources used, of each kind; and the list of all kinds. */
export const jobKindEndpoints = (jobs: JobApi): readonly Endpoint[] => [
  unifiedList(jobs),
  ...KINDS.flatMap((paths) => [
    list(jobs, paths),
    detail(jobs, paths),
    cancel(jobs, paths),
    ...absent(jobs, paths),
    ...paths.used.map((of) => usedList(jobs, paths, of)),
  ]),
];

const unifiedList = (jobs: JobApi): Endpoint =>
  endpoint({
    path: '/api/v2/unified_jobs/',
    name: 'Unified Job List',
    rules: { GET: 'job.list' },
    methods: { GET: async ({ search, viewer }) => ok(await jobs.lists.unified(search, viewer)) },
    describe: () => DESCRIPTIONS.unified_job,
  });

const list = (jobs: JobApi, { kind, path, title }: JobPaths): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/`,
    name: `${title} List`,
    rules: { GET: `${kind}.list` },
    methods: { GET: async ({ search, viewer }) => ok(await jobs.lists.ofKind(kind, search, viewer)) },
    describe: () => DESCRIPTIONS[kind],
  });

const detail = (jobs: JobApi, { kind, path, title }: JobPaths): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/:id/`,
    name: `${title} Detail`,
    rules: { GET: `${kind}.read`, DELETE: `${kind}.delete` },
    methods: {
      GET: async (request) => ok(await jobs.read(kind, request.number('id'), request.viewer)),
      DELETE: async (request) => {
        await jobs.control.remove(kind, request.number('id'), callerOf(request));
        return noContent();
      },
    },
    describe: () => DESCRIPTIONS[kind],
  });

const cancel = (jobs: JobApi, { kind, path, title }: JobPaths): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/:id/cancel/`,
    name: `${title} Cancel`,
    rules: { GET: `${kind}.read`, POST: `${kind}.cancel` },
    methods: {
      GET: async (request) => ok(await jobs.control.cancellation(kind, request.number('id'), request.viewer)),
      POST: async (request) => {
        await jobs.control.cancel(kind, request.number('id'), callerOf(request));
        return accepted();
      },
    },
  });

/** Lists of things that this service does not make: they are there for clients that follow every link. */
const ABSENT = [
  ['notifications', 'Notifications'],
  ['activity_stream', 'Activity Stream'],
] as const;

const absent = (jobs: JobApi, { kind, path, title }: JobPaths): readonly Endpoint[] =>
  ABSENT.map(([list, label]) =>
    endpoint({
      path: `/api/v2/${path}/:id/${list}/`,
      name: `${title} ${label} List`,
      rules: { GET: `${kind}.read` },
      methods: {
        GET: async (request) => ok(await jobs.lists.nothing(kind, request.number('id'), request.viewer)),
      },
    }),
  );

const usedList = (jobs: JobApi, { kind, path, title }: JobPaths, of: UsedList): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/:id/${of}/`,
    name: `${title} ${TITLES[of]} List`,
    rules: { GET: `${kind}.read` },
    methods: {
      GET: async (request) =>
        ok(await jobs.lists.used(kind, request.number('id'), { list: of, search: request.search }, request.viewer)),
    },
  });
