import type { JsonObject } from '@domain/kernel';
import type { Endpoint, Method } from '../routing/endpoint.js';
import { INTEGER, OBJECT, pageOf, ref, TEXT } from './json-schema.js';
import { parametersOf } from './parameters.js';
import { type RefusedStatus, refusals } from './responses.js';
import { LOGINS } from './security.js';
import type { Operation, Shape } from './shape.js';

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What is done, for headlines: `List Hosts`, `Read Host Detail`. */
const VERBS: Readonly<Record<Method, string>> = {
  GET: 'Read',
  POST: 'Post to',
  PUT: 'Replace',
  PATCH: 'Change',
  DELETE: 'Delete',
};

/** Nothing is known of the operation but that it is offered. */
const UNKNOWN: Readonly<Record<Method, Operation>> = {
  GET: { answers: OBJECT },
  POST: { takes: OBJECT, answers: OBJECT },
  PUT: { takes: OBJECT, answers: OBJECT },
  PATCH: { takes: OBJECT, answers: OBJECT },
  DELETE: { status: 204 },
};

/** Operations of one path, with what all of them have in common. */
export const operationsOf = (endpoint: Endpoint, shape: Shape | undefined): JsonObject => ({
  ...pathParameters(endpoint.path),
  ...Object.fromEntries(
    METHODS.filter((method) => endpoint.methods[method]).map((method) => [
      method.toLowerCase(),
      operation(endpoint, method, shape?.[method] ?? UNKNOWN[method]),
    ]),
  ),
});

const pathParameters = (path: string): JsonObject => {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  const described = (name: string): JsonObject => ({
    ...{ name, in: 'path', required: true },
    ...(name === 'id' ? { schema: INTEGER, description: 'Id of the object.' } : { schema: TEXT }),
  });
  return { parameters: names.map(described) };
};

const operation = (endpoint: Endpoint, method: Method, known: Operation): JsonObject => ({
  operationId: `${method.toLowerCase()}_${nameOf(endpoint.path)}`,
  summary: `${known.page === undefined ? VERBS[method] : 'List'} ${endpoint.name}`,
  tags: [endpoint.path.split('/')[3] || 'root'],
  ...security(endpoint, method),
  ...parameters(known),
  ...requestBody(known),
  responses: responses(endpoint, method, known),
});

/** What differs from the document's own rule, that one logs in in one of several ways. */
const security = ({ access }: Endpoint, method: Method): JsonObject => {
  if (access === 'nobody') return { security: [] };
  const isOpen = access === 'optional' || (access === 'open-post' && method === 'POST');
  return isOpen ? { security: [{}, ...LOGINS] } : {};
};

const requestBody = ({ takes, form }: Operation): JsonObject => {
  const json = takes ? [['application/json', { schema: takes }] as const] : [];
  const fields = form ? [['application/x-www-form-urlencoded', { schema: form }] as const] : [];
  const content = Object.fromEntries([...json, ...fields]);
  return takes || form ? { requestBody: { content } } : {};
};

const nameOf = (path: string): string =>
  path
    .replaceAll(/[/:.]+/g, '_')
    .replaceAll('-', '_')
    .replaceAll(/^_|_$/g, '');

const parameters = ({ page, query = {} }: Operation): JsonObject => {
  const own = Object.entries(query).map(([name, description]) => ({ name, in: 'query', description, schema: TEXT }));
  const all = [...own, ...(page === undefined ? [] : parametersOf(page))];
  return all.length > 0 ? { parameters: all } : {};
};

const responses = (endpoint: Endpoint, method: Method, known: Operation): JsonObject => {
  const { status = { POST: 201, DELETE: 204 }[method as string] ?? 200, or } = known;
  return {
    [status]: success(known),
    ...(or && { [or.status]: success(or) }),
    ...refusals(...refusalsOf(endpoint, method, known)),
    ...ownRefusals(known),
  };
};

const success = ({ page, answers, media = [] }: Operation): JsonObject => {
  const schema = page === undefined ? answers : pageOf(ref(page));
  const json = schema ? [['application/json', { schema }] as const] : [];
  const content = Object.fromEntries([...json, ...media.map((type) => [type, { schema: TEXT }] as const)]);
  const description = page === undefined ? 'Done.' : 'A page.';
  return Object.keys(content).length > 0 ? { description, content } : { description };
};

const ownRefusals = ({ refuses = {} }: Operation): JsonObject =>
  Object.fromEntries(
    Object.entries(refuses).map(([status, refused]) => [
      status,
      {
        description: 'Refused.',
        content:
          'media' in refused
            ? { [refused.media]: { schema: TEXT } }
            : { 'application/json': { schema: refused.answers } },
      },
    ]),
  );

const refusalsOf = (
  { access, path }: Endpoint,
  method: Method,
  { page, takes, form }: Operation,
): readonly RefusedStatus[] => [
  ...(page !== undefined || method !== 'GET' ? ([400] as const) : []),
  ...(access === 'login' ? ([401, 403] as const) : []),
  ...(path.includes(':') || page !== undefined ? ([404] as const) : []),
  ...(method === 'GET' ? ([406] as const) : ([405] as const)),
  ...(method === 'DELETE' ? ([409] as const) : []),
  ...(takes || form ? ([413, 415] as const) : []),
];
