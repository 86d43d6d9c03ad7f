import { DESCRIPTIONS, type JobApi, type NodeList } from '@application/job-views';
import type { EdgeKind } from '@domain/workflow-run';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

const NODES = '/api/v2/workflow_job_nodes/';

const EDGES: readonly EdgeKind[] = ['success', 'failure', 'always'];

const LISTS: readonly (readonly [path: NodeList, title: string])[] = [
  ['credentials', 'Credentials'],
  ['labels', 'Labels'],
  ['instance_groups', 'Instance Groups'],
];

/** Nodes of workflow jobs (spec workflows.md §2.3). */
export const nodeEndpoints = (jobs: JobApi): readonly Endpoint[] => [
  all(jobs),
  ofWorkflow(jobs),
  detail(jobs),
  ...EDGES.map((kind) => children(jobs, kind)),
  ...LISTS.map(([path, title]) => linked(jobs, path, title)),
];

const describe = () => DESCRIPTIONS.workflow_job_node;

const all = ({ nodes }: JobApi): Endpoint =>
  endpoint({
    path: NODES,
    name: 'Workflow Job Node List',
    rules: { GET: 'workflow_job.list' },
    methods: { GET: async ({ search, viewer }) => ok(await nodes.all(search, viewer)) },
    describe,
  });

const ofWorkflow = ({ nodes }: JobApi): Endpoint =>
  endpoint({
    path: '/api/v2/workflow_jobs/:id/workflow_nodes/',
    name: 'Workflow Job Workflow Nodes List',
    rules: { GET: 'workflow_job.read' },
    methods: {
      GET: async (request) => ok(await nodes.ofWorkflow(request.number('id'), request.search, request.viewer)),
    },
    describe,
  });

const detail = ({ nodes }: JobApi): Endpoint =>
  endpoint({
    path: `${NODES}:id/`,
    name: 'Workflow Job Node Detail',
    rules: { GET: 'workflow_job.read' },
    methods: { GET: async (request) => ok(await nodes.read(request.number('id'), request.viewer)) },
    describe,
  });

const children = ({ nodes }: JobApi, kind: EdgeKind): Endpoint =>
  endpoint({
    path: `${NODES}:id/${kind}_nodes/`,
    name: `Workflow Job Node ${kind.charAt(0).toUpperCase()}${kind.slice(1)} Nodes List`,
    rules: { GET: 'workflow_job.read' },
    methods: {
      GET: async (request) =>
        ok(await nodes.children(request.number('id'), { kind, search: request.search }, request.viewer)),
    },
    describe,
  });

const linked = ({ nodes }: JobApi, list: NodeList, title: string): Endpoint =>
  endpoint({
    path: `${NODES}:id/${list}/`,
    name: `Workflow Job Node ${title} List`,
    rules: { GET: 'workflow_job.read' },
    methods: {
      GET: async (request) =>
        ok(await nodes.linked(request.number('id'), { list, search: request.search }, request.viewer)),
    },
  });
