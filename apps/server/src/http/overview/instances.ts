import type { InstanceApi } from '@application/instances';
import { ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

const PATH = '/api/v2/instances/';

/** The nodes of the installation. */
export const instanceEndpoints = (instances: InstanceApi): readonly Endpoint[] => [
  endpoint({
    path: PATH,
    name: 'Instances',
    rules: { GET: 'instance.list' },
    methods: { GET: async ({ search, viewer }) => ok(await instances.list(search, viewer)) },
  }),
  endpoint({
    path: `${PATH}:id/`,
    name: 'Instance Detail',
    rules: { GET: 'instance.read' },
    methods: { GET: async (request) => ok(await instances.read(request.number('id'), request.viewer)) },
  }),
  endpoint({
    path: `${PATH}:id/jobs/`,
    name: 'Instance Jobs',
    rules: { GET: 'instance.read' },
    methods: {
      GET: async (request) => ok(await instances.jobs(request.number('id'), request.search, request.viewer)),
    },
  }),
  endpoint({
    path: `${PATH}:id/instance_groups/`,
    name: "Instance's Instance Groups",
    rules: { GET: 'instance.read' },
    methods: {
      GET: async (request) => ok(await instances.groups(request.number('id'), request.search, callerOf(request))),
    },
  }),
  endpoint({
    path: '/api/v2/instance_groups/:id/instances/',
    name: "Instance Group's Instances",
    rules: { GET: 'instance_group.read' },
    methods: {
      GET: async (request) => ok(await instances.ofGroup(request.number('id'), request.search, callerOf(request))),
    },
  }),
];
