import { endpoint, type Endpoint } from '../routing/endpoint.js';
import { created, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import type { LaunchServices } from './launch-services.js';

/** `/api/v2/projects/:id/update/`: whether there is something to update from, and the update. */
export const projectUpdateEndpoint = ({ updates }: Pick<LaunchServices, 'updates'>): Endpoint =>
  endpoint({
    path: '/api/v2/projects/:id/update/',
    name: 'Project Update View',
    rules: { GET: 'project.read', POST: 'project.update' },
    methods: {
      GET: async (request) => ok(await updates.form(request.number('id'), callerOf(request))),
      POST: async (request) => {
        const started = await updates.update(request.number('id'), callerOf(request));
        return { ...created(started), status: 202 };
      },
    },
  });
