import { namedKindAt } from '@application/resources';
import type { FastifyInstance } from 'fastify';
import type { ResourceService } from '../resources/resource-service.js';

const ID = /^\d+$/;
const KIND = /^\/api\/v2\/(\w+)\//;

/** Lets a path name an object where its id would stand: `/api/v2/organizations/Default/`. A name that nobody has stays, and is a 404. */
export const resolveNames = (fastify: FastifyInstance, resources: Pick<ResourceService, 'idOf'>): void => {
  fastify.addHook('onRequest', async (request) => {
    const parameters = request.params as Record<string, string | undefined>;
    const name = parameters['id'];
    const [, path = ''] = KIND.exec(request.url) ?? [];
    const kind = namedKindAt(path);
    if (name === undefined || ID.test(name) || !kind) return;
    const id = await resources.idOf(kind, name);
    if (id !== undefined) parameters['id'] = String(id);
  });
};
