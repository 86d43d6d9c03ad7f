import { endpoint, type Endpoint } from '../routing/endpoint.js';
import { created, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import type { LaunchServices } from './launch-services.js';

/** `/api/v2/system_job_templates/:id/launch/`: it asks for nothing, and takes variables. */
export const systemJobLaunchEndpoint = ({ maintenance }: Pick<LaunchServices, 'maintenance'>): Endpoint =>
  endpoint({
    path: '/api/v2/system_job_templates/:id/launch/',
    name: 'System Job Template Launch',
    rules: { GET: 'system_job_template.read', POST: 'system_job_template.execute' },
    methods: {
      GET: async (request) => ok(await maintenance.form(request.number('id'), callerOf(request))),
      POST: async (request) =>
        created(await maintenance.launch(request.number('id'), request.body(), callerOf(request))),
    },
  });
