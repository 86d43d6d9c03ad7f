import {
  GROUP_LISTS,
  type GroupList,
  type InventoryApi,
  type ResourceApi,
  type ResourceType,
  type Target,
  kindOf,
} from '@application/resources';
import { ok } from '../answers/answer.js';
import { type ApiRequest, type Endpoint, type Handler, endpoint } from '../routing/endpoint.js';
import { callerOf, titleCase } from './resource-endpoints.js';

export interface InventoryServices {
  readonly resources: ResourceApi;
  readonly inventories: InventoryApi;
}

const WITH_VARIABLES: readonly ResourceType[] = ['inventory', 'group', 'host'];

/** Variables, the listing for Ansible, and the tree of groups. */
export const inventoryEndpoints = (services: InventoryServices): readonly Endpoint[] => [
  scriptEndpoint(services),
  treeEndpoint(services),
  ...WITH_VARIABLES.map((type) => variablesEndpoint(services, type)),
  ...GROUP_LISTS.map((list) => groupListEndpoint(services, list)),
];

const scriptEndpoint = ({ inventories }: InventoryServices): Endpoint =>
  endpoint({
    path: '/api/v2/inventories/:id/script/',
    name: 'Inventory Script',
    rules: { GET: 'inventory.read' },
    methods: {
      GET: async (request) => ok(await inventories.script(request.number('id'), request.query(), callerOf(request))),
    },
  });

const treeEndpoint = ({ inventories }: InventoryServices): Endpoint =>
  endpoint({
    path: '/api/v2/inventories/:id/tree/',
    name: 'Inventory Tree',
    rules: { GET: 'inventory.read' },
    methods: { GET: async (request) => ({ json: await inventories.tree(request.number('id'), callerOf(request)) }) },
  });

const variablesEndpoint = ({ inventories }: InventoryServices, kind: ResourceType): Endpoint => {
  const { path, title } = kindOf(kind);
  const target = (request: ApiRequest): Target => ({ kind, id: request.number('id') });
  const replace: Handler = async (request) =>
    ok(await inventories.setVariables(target(request), request.body(), callerOf(request)));
  return endpoint({
    path: `/api/v2/${path}/:id/variable_data/`,
    name: `${title} Variable Data`,
    rules: { GET: `${kind}.read`, PUT: `${kind}.change`, PATCH: `${kind}.change` },
    methods: {
      GET: async (request) => ok(await inventories.variables(target(request), callerOf(request))),
      PUT: replace,
      PATCH: replace,
    },
  });
};

const groupListEndpoint = ({ inventories, resources }: InventoryServices, list: GroupList): Endpoint => {
  const { path, title } = kindOf(list.kind);
  return endpoint({
    path: `/api/v2/${path}/:id/${list.path}/`,
    name: `${title} ${titleCase(list.path)} List`,
    rules: { GET: `${list.kind}.read` },
    methods: {
      GET: async (request) =>
        ok(await inventories.groupList(list, request.number('id'), request.search, callerOf(request))),
    },
    describe: (request) => {
      const related = { target: list.target, kind: 'reverse', creates: false } as const;
      return resources.describeRelated({ kind: list.kind, id: request.number('id') }, related, callerOf(request));
    },
  });
};
