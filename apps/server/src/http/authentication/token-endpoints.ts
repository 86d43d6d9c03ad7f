import { type TokenApi, type TokensOfUser, USER_TOKEN_LISTS, type UserTokenList } from '@application/authentication';
import { created, noContent, ok } from '../answers/answer.js';
import { callerOf, titleCase } from '../resources/resource-endpoints.js';
import { type ApiRequest, type Endpoint, type Handler, endpoint } from '../routing/endpoint.js';

/** Tokens, and those of each user. */
export const tokenEndpoints = (tokens: TokenApi): readonly Endpoint[] => [
  listEndpoint(tokens),
  detailEndpoint(tokens),
  activityEndpoint(tokens),
  ...USER_TOKEN_LISTS.map((list) => userEndpoint(tokens, list)),
  applicationEndpoint(tokens),
];

const listEndpoint = (tokens: TokenApi): Endpoint =>
  endpoint({
    path: '/api/v2/tokens/',
    name: 'Token List',
    rules: { GET: 'token.list', POST: 'token.create' },
    methods: {
      GET: async (request) => ok(await tokens.list(request.search, callerOf(request))),
      POST: async (request) => created(await tokens.create(request.body(), callerOf(request))),
    },
    describe: () => tokens.describeList(),
  });

const detailEndpoint = (tokens: TokenApi): Endpoint => {
  const change =
    (mode: 'put' | 'patch'): Handler =>
    async (request) =>
      ok(await tokens.change(request.number('id'), request.body(), mode, callerOf(request)));
  return endpoint({
    path: '/api/v2/tokens/:id/',
    name: 'Token Detail',
    rules: { GET: 'token.read', PUT: 'token.change', PATCH: 'token.change', DELETE: 'token.delete' },
    methods: {
      GET: async (request) => ok(await tokens.read(request.number('id'), callerOf(request))),
      PUT: change('put'),
      PATCH: change('patch'),
      DELETE: async (request) => {
        await tokens.remove(request.number('id'), callerOf(request));
        return noContent();
      },
    },
    describe: (request) => tokens.describe(request.number('id'), callerOf(request)),
  });
};

/** There is no activity stream here; what happened to a token is in the event history. */
const activityEndpoint = (tokens: TokenApi): Endpoint =>
  endpoint({
    path: '/api/v2/tokens/:id/activity_stream/',
    name: 'Token Activity Stream List',
    rules: { GET: 'token.read' },
    methods: {
      GET: async (request) => {
        await tokens.read(request.number('id'), callerOf(request));
        return ok({ count: 0, next: null, previous: null, results: [] });
      },
    },
  });

const applicationEndpoint = (tokens: TokenApi): Endpoint =>
  endpoint({
    path: '/api/v2/applications/:id/tokens/',
    name: 'Application Tokens List',
    rules: { GET: ['o_auth2_application.read', 'token.list'], POST: ['o_auth2_application.read', 'token.create'] },
    methods: {
      GET: async (request) => ok(await tokens.ofApplication(request.number('id'), request.search, callerOf(request))),
      POST: async (request) =>
        created(await tokens.createForApplication(request.number('id'), request.body(), callerOf(request))),
    },
    describe: () => tokens.describeList(),
  });

const userEndpoint = (tokens: TokenApi, list: UserTokenList): Endpoint => {
  const of = (request: ApiRequest): TokensOfUser => ({ user: request.number('id'), list });
  return endpoint({
    path: `/api/v2/users/:id/${list}/`,
    name: `User ${titleCase(list)} List`,
    rules: { GET: 'user.read', POST: ['user.read', 'token.create'] },
    methods: {
      GET: async (request) => ok(await tokens.ofUser(of(request), request.search, callerOf(request))),
      POST: async (request) => created(await tokens.createFor(of(request), request.body(), callerOf(request))),
    },
    describe: () => tokens.describeList(),
  });
};
