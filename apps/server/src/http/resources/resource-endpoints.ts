import { type Needs, rightToAttach } from '@domain/access';
import type { RelationDeclaration, ResourceDeclaration } from '@application/resources';
import { accepted, created, noContent, ok } from '../answers/answer.js';
import { endpoint, type ApiRequest, type Endpoint, type Handler, type Method } from '../routing/endpoint.js';
import { ChangeResource, CreateResource, RelateResource, RemoveResource } from './commands.js';
import { DescribeResource, ListRelated, ListResources, ReadResource } from './queries.js';
import type { Caller, SublistTarget, Target } from './resource-service.js';

type Methods = Readonly<Partial<Record<Method, Handler>>>;

/** List, detail and sublists of one kind, from its declaration alone. */
export const resourceEndpoints = (kind: ResourceDeclaration): readonly Endpoint[] => [
  listEndpoint(kind),
  detailEndpoint(kind),
  ...kind.relations.map((relation) => sublistEndpoint(kind, relation)),
];

/** Who asks, as commands and queries carry it. */
export const callerOf = ({ viewer, id }: ApiRequest): Caller => ({ viewer, request: id });

const listEndpoint = (kind: ResourceDeclaration): Endpoint => {
  const get: Handler = async (request, { queries }) =>
    ok(await queries.execute(new ListResources(kind.type, request.search, callerOf(request))));
  const post: Handler = async (request, { commands }) =>
    created(await commands.execute(new CreateResource(kind.type, request.body(), callerOf(request))));
  return endpoint({
    path: `/api/v2/${kind.path}/`,
    name: kind.listTitle ?? `${kind.title} List`,
    rules: { GET: `${kind.type}.list`, POST: `${kind.type}.create` },
    methods: { GET: get, ...offered(kind, { POST: post }) },
    describe: (request, { queries }) => queries.execute(new DescribeResource(kind.type, {}, callerOf(request))),
  });
};

const detailEndpoint = (kind: ResourceDeclaration): Endpoint => {
  const target = (request: ApiRequest): Target => ({ kind: kind.type, id: request.number('id') });
  const get: Handler = async (request, { queries }) =>
    ok(await queries.execute(new ReadResource(target(request), callerOf(request))));
  const change =
    (whole: boolean): Handler =>
    async (request, { commands }) => {
      const edit = { body: request.body(), whole };
      return ok(await commands.execute(new ChangeResource(target(request), edit, callerOf(request))));
    };
  const remove: Handler = async (request, { commands }) => {
    await commands.execute(new RemoveResource(target(request), callerOf(request)));
    return kind.type === 'inventory' ? accepted() : noContent();
  };
  return endpoint({
    path: `/api/v2/${kind.path}/:id/`,
    name: `${kind.title} Detail`,
    rules: {
      GET: `${kind.type}.read`,
      PUT: `${kind.type}.change`,
      PATCH: `${kind.type}.change`,
      DELETE: `${kind.type}.delete`,
    },
    methods: { GET: get, ...offered(kind, { PUT: change(true), PATCH: change(false), DELETE: remove }) },
    describe: (request, { queries }) =>
      queries.execute(new DescribeResource(kind.type, { id: request.number('id') }, callerOf(request))),
  });
};

const sublistEndpoint = (kind: ResourceDeclaration, relation: RelationDeclaration): Endpoint => {
  const target = (request: ApiRequest): SublistTarget => ({
    kind: kind.type,
    id: request.number('id'),
    path: relation.path,
  });
  const get: Handler = async (request, { queries }) =>
    ok(await queries.execute(new ListRelated(target(request), request.search, callerOf(request))));
  const post: Handler = async (request, { commands }) => {
    const child = await commands.execute(new RelateResource(target(request), request.body(), callerOf(request)));
    return child === undefined ? noContent() : created(child);
  };
  return endpoint({
    path: `/api/v2/${kind.path}/:id/${relation.path}/`,
    name: `${kind.title} ${titleCase(relation.path)} List`,
    rules: { GET: `${kind.type}.read`, POST: relating(kind, relation) },
    methods: { GET: get, ...(isWritable(relation) ? { POST: post } : {}) },
    describe: (request, { queries }) =>
      queries.execute(new DescribeResource(kind.type, target(request), callerOf(request))),
  });
};

/** What attaching takes: a say in the parent, and the child to use or to see. What can only be made is made by whoever may. */
const relating = (kind: ResourceDeclaration, { target, kind: relation }: RelationDeclaration): Needs =>
  relation === 'links' ? [`${kind.type}.change`, rightToAttach(target)] : [`${kind.type}.read`, `${target}.create`];

const isWritable = ({ kind, creates }: RelationDeclaration): boolean => kind === 'links' || kind === 'owned' || creates;

/** Those methods that the kind offers. */
const offered = (kind: ResourceDeclaration, methods: Methods): Methods =>
  Object.fromEntries(Object.entries(methods).filter(([name]) => kind.methods.some((method) => method === name)));

/** `root_groups` → `Root Groups`. */
export const titleCase = (path: string): string =>
  path
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join(' ');
