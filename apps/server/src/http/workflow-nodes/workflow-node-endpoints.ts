import { SAVED_LIST_PATHS, SAVED_LISTS, type SavedListPath } from '@application/saved-configurations';
import { EDGE_KINDS, type NodeList, type WorkflowNodeApi } from '@application/workflow-templates';
import { rightToSave } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { EdgeKind } from '@domain/workflow-template';
import { type Answer, created, noContent, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type ApiRequest, type Endpoint } from '../routing/endpoint.js';

const NODES = '/api/v2/workflow_job_template_nodes/';
const NODE = `${NODES}:id/`;

/** Nodes of workflow templates, their edges and lists (spec workflows.md §2.1). */
export const workflowNodeEndpoints = (nodes: WorkflowNodeApi): readonly Endpoint[] => [
  listOfAll(nodes),
  listOfWorkflow(nodes),
  detail(nodes),
  ...EDGE_KINDS.map((kind) => childList(nodes, kind)),
  ...SAVED_LIST_PATHS.map((path) => memberList(nodes, path)),
];

const listOfAll = (nodes: WorkflowNodeApi): Endpoint =>
  endpoint({
    path: NODES,
    name: 'Workflow Job Template Node List',
    rules: { GET: 'workflow_job_template_node.list', POST: 'workflow_job_template_node.create' },
    methods: {
      GET: async (request) => ok(await nodes.list(undefined, request.search, callerOf(request))),
      POST: async (request) => created(await nodes.create(undefined, request.body(), callerOf(request))),
    },
    describe: (request) => nodes.describeList(undefined, callerOf(request)),
  });

const listOfWorkflow = (nodes: WorkflowNodeApi): Endpoint =>
  endpoint({
    path: '/api/v2/workflow_job_templates/:id/workflow_nodes/',
    name: 'Workflow Job Template Workflow Nodes List',
    rules: { GET: 'workflow_job_template.read', POST: 'workflow_job_template_node.create' },
    methods: {
      GET: async (request) => ok(await nodes.list(request.number('id'), request.search, callerOf(request))),
      POST: async (request) => created(await nodes.create(request.number('id'), request.body(), callerOf(request))),
    },
    describe: (request) => nodes.describeList(request.number('id'), callerOf(request)),
  });

const detail = (nodes: WorkflowNodeApi): Endpoint => {
  const change =
    (mode: 'put' | 'patch') =>
    async (request: ApiRequest): Promise<Answer> =>
      ok(await nodes.change(request.number('id'), request.body(), mode, callerOf(request)));
  return endpoint({
    path: NODE,
    name: 'Workflow Job Template Node Detail',
    rules: {
      GET: 'workflow_job_template_node.read',
      PUT: 'workflow_job_template_node.change',
      PATCH: 'workflow_job_template_node.change',
      DELETE: 'workflow_job_template_node.delete',
    },
    methods: {
      GET: async (request) => ok(await nodes.read(request.number('id'), callerOf(request))),
      PUT: change('put'),
      PATCH: change('patch'),
      DELETE: async (request) => {
        await nodes.remove(request.number('id'), callerOf(request));
        return noContent();
      },
    },
    describe: (request) => nodes.describeNode(request.number('id'), 'PUT', callerOf(request)),
  });
};

const childList = (nodes: WorkflowNodeApi, kind: EdgeKind): Endpoint =>
  endpoint({
    path: `${NODE}${kind}_nodes/`,
    name: `Workflow Job Template Node ${titleOf(`${kind}_nodes`)} List`,
    rules: { GET: 'workflow_job_template_node.read', POST: 'workflow_job_template_node.link' },
    methods: {
      GET: async (request) => ok(await nodes.children(request.number('id'), kind, request.search, callerOf(request))),
      POST: async (request) => made(await nodes.link(request.number('id'), kind, request.body(), callerOf(request))),
    },
    describe: (request) => nodes.describeNode(request.number('id'), 'POST', callerOf(request)),
  });

const memberList = (nodes: WorkflowNodeApi, path: SavedListPath): Endpoint => {
  const list = (request: ApiRequest): NodeList => ({ node: request.number('id'), path });
  return endpoint({
    path: `${NODE}${path}/`,
    name: `Workflow Job Template Node ${titleOf(path)} List`,
    rules: {
      GET: 'workflow_job_template_node.read',
      POST: ['workflow_job_template_node.change', rightToSave(SAVED_LISTS[path])],
    },
    methods: {
      GET: async (request) => ok(await nodes.membersOf(list(request), request.search, callerOf(request))),
      POST: async (request) => made(await nodes.relate(list(request), request.body(), callerOf(request))),
    },
    describe: (request) => nodes.describeMembers(list(request), callerOf(request)),
  });
};

/** 204, or 201 with what was created. */
const made = (child: JsonObject | undefined): Answer => (child ? created(child) : noContent());

const titleOf = (path: string): string =>
  path
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join(' ');
