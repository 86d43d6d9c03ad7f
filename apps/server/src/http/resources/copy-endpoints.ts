import { COPIED, type CopyApi, RESOURCES, type ResourceDeclaration, type Target } from '@application/resources';
import { created, ok } from '../answers/answer.js';
import { type ApiRequest, type Endpoint, endpoint } from '../routing/endpoint.js';
import { callerOf } from './resource-endpoints.js';

export interface CopyServices {
  readonly copies: CopyApi;
}

/** `<object>/copy/` of all kinds that can be copied. */
export const copyEndpoints = (services: CopyServices): readonly Endpoint[] =>
  RESOURCES.filter(({ type }) => COPIED[type]).map((kind) => copyEndpoint(services, kind));

const copyEndpoint = ({ copies }: CopyServices, { type, path, title }: ResourceDeclaration): Endpoint => {
  const target = (request: ApiRequest): Target => ({ kind: type, id: request.number('id') });
  return endpoint({
    path: `/api/v2/${path}/:id/copy/`,
    name: `${title} Copy`,
    rules: { GET: `${type}.read`, POST: [`${type}.read`, `${type}.create`] },
    methods: {
      GET: async (request) => ok(await copies.ask(target(request), callerOf(request))),
      POST: async (request) => created(await copies.copy(target(request), request.body(), callerOf(request))),
    },
  });
};
