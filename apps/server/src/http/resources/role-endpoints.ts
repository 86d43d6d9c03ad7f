import {
  RESOURCES,
  ROLE_DESCRIPTION,
  ROLE_SUBLISTS,
  type ResourceApi,
  type ResourceDeclaration,
  type RoleApi,
  type RoleSublist,
  kindOf,
} from '@application/resources';
import { created, noContent, ok } from '../answers/answer.js';
import { type Endpoint, type Handler, endpoint } from '../routing/endpoint.js';
import { callerOf, titleCase } from './resource-endpoints.js';

export interface RoleServices {
  readonly resources: ResourceApi;
  readonly roles: RoleApi;
}

type Holder = 'user' | 'team';

const HOLDERS: readonly Holder[] = ['user', 'team'];

const describe = (): typeof ROLE_DESCRIPTION => ROLE_DESCRIPTION;

/** Roles, who has them, and the lists that follow from them. */
export const roleEndpoints = (services: RoleServices): readonly Endpoint[] => [
  ...ownEndpoints(services),
  ...KIN.map((side) => kinEndpoint(services, side)),
  ...HOLDERS.flatMap((kind) => [holdersEndpoint(services, kind), heldEndpoint(services, kind)]),
  ...RESOURCES.filter(({ roles }) => roles.length > 0).flatMap((kind) => objectEndpoints(services, kind)),
  accessListEndpoint(services, kindOf('user')),
  ...ROLE_SUBLISTS.map((list) => sublistEndpoint(services, list)),
];

const ownEndpoints = ({ roles }: RoleServices): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/roles/',
    name: 'Role List',
    rules: { GET: 'role.list' },
    methods: { GET: async (request) => ok(await roles.list(request.search, callerOf(request))) },
    describe,
  }),
  endpoint({
    path: '/api/v2/roles/:id/',
    name: 'Role Detail',
    rules: { GET: 'role.read' },
    methods: { GET: async (request) => ok(await roles.read(request.number('id'), callerOf(request))) },
    describe,
  }),
];

const KIN = ['parents', 'children'] as const;

/** `/roles/N/parents/`, `/roles/N/children/` */
const kinEndpoint = ({ roles }: RoleServices, side: (typeof KIN)[number]): Endpoint =>
  endpoint({
    path: `/api/v2/roles/:id/${side}/`,
    name: `Role ${titleCase(side)} List`,
    rules: { GET: 'role.read' },
    methods: {
      GET: async (request) => ok(await roles.kin(request.number('id'), side, request.search, callerOf(request))),
    },
    describe,
  });

/** `/roles/N/users/` */
const holdersEndpoint = ({ roles }: RoleServices, kind: Holder): Endpoint => {
  const { path, title } = kindOf(kind);
  return endpoint({
    path: `/api/v2/roles/:id/${path}/`,
    name: `Role ${title}s List`,
    rules: { GET: 'role.read', POST: ['role.grant', `${kind}.read`] },
    methods: {
      GET: async (request) => ok(await roles.holders(request.number('id'), kind, request.search, callerOf(request))),
      POST: async (request) => {
        await roles.giveTo(request.number('id'), kind, request.body(), callerOf(request));
        return noContent();
      },
    },
  });
};

/** `/users/N/roles/` */
const heldEndpoint = ({ roles }: RoleServices, kind: Holder): Endpoint => {
  const { path, title } = kindOf(kind);
  return endpoint({
    path: `/api/v2/${path}/:id/roles/`,
    name: `${title} Roles List`,
    rules: { GET: `${kind}.read`, POST: ['role.grant', `${kind}.read`] },
    methods: {
      GET: async (request) =>
        ok(await roles.ofHolder({ kind, id: request.number('id') }, request.search, callerOf(request))),
      POST: async (request) => {
        await roles.give({ kind, id: request.number('id') }, request.body(), callerOf(request));
        return noContent();
      },
    },
    describe,
  });
};

/** The roles of an object, and who has access to it. */
const objectEndpoints = (services: RoleServices, kind: ResourceDeclaration): readonly Endpoint[] => [
  objectRolesEndpoint(services, kind),
  accessListEndpoint(services, kind),
];

const objectRolesEndpoint = ({ roles }: RoleServices, { type, path, title }: ResourceDeclaration): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/:id/object_roles/`,
    name: `${title} Object Roles List`,
    rules: { GET: `${type}.read` },
    methods: {
      GET: async (request) =>
        ok(await roles.ofObject({ kind: type, id: request.number('id') }, request.search, callerOf(request))),
    },
    describe,
  });

/** Who has access to an object; to a user, those who have it to everything. */
const accessListEndpoint = ({ roles }: RoleServices, { type, path, title }: ResourceDeclaration): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/:id/access_list/`,
    name: `${title} Access List`,
    rules: { GET: `${type}.read` },
    methods: {
      GET: async (request) =>
        ok(await roles.accessList({ kind: type, id: request.number('id') }, request.search, callerOf(request))),
    },
  });

const sublistEndpoint = ({ roles, resources }: RoleServices, list: RoleSublist): Endpoint => {
  const { path, title } = kindOf(list.kind);
  const isWritten = list.gives !== undefined;
  const post: Handler = async (request) => {
    const made = await roles.relate(list, request.number('id'), request.body(), callerOf(request));
    return made === undefined ? noContent() : created(made);
  };
  return endpoint({
    path: `/api/v2/${path}/:id/${list.path}/`,
    name: `${title} ${titleCase(list.path)} List`,
    rules: { GET: `${list.kind}.read`, POST: [`${list.kind}.change`, 'user.read'] },
    methods: {
      GET: async (request) => ok(await roles.sublist(list, request.number('id'), request.search, callerOf(request))),
      ...(isWritten && { POST: post }),
    },
    describe: (request) => {
      const related = { target: list.target, kind: isWritten ? 'links' : 'reverse', creates: isWritten } as const;
      return resources.describeRelated({ kind: list.kind, id: request.number('id') }, related, callerOf(request));
    },
  });
};
