import type { CallbackAttempts, CallbackKeys } from '@application/callbacks';
import { ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';
import { callbackEndpoint, type CallbackServices } from './callback.js';

export interface AllCallbackServices extends CallbackServices {
  readonly attempts: Pick<CallbackAttempts, 'list'>;
  readonly keys: Pick<CallbackKeys, 'renew'>;
}

/** Where hosts ask for a job on themselves, and where administrators make keys and see who asked. */
export const callbackEndpoints = (services: AllCallbackServices): readonly Endpoint[] => [
  callbackEndpoint(services),
  attemptsEndpoint(services),
  keyEndpoint(services),
];

/** AWX has nothing like it: there a refused host is told why, and nobody else. */
const attemptsEndpoint = ({ attempts }: AllCallbackServices): Endpoint =>
  endpoint({
    path: '/api/v2/job_templates/:id/callback_attempts/',
    name: 'Job Template Callback Attempts List',
    rules: { GET: 'job_template.audit' },
    methods: {
      GET: async (request) => ok(await attempts.list(request.number('id'), request.search, callerOf(request))),
    },
  });

/** As AWX makes keys of webhooks. */
const keyEndpoint = ({ keys }: AllCallbackServices): Endpoint =>
  endpoint({
    path: '/api/v2/job_templates/:id/generate_host_config_key/',
    name: 'Job Template Generate Host Config Key',
    rules: { POST: ['job_template.change', 'project.use', 'inventory.use'] },
    methods: {
      POST: async (request) => ({
        status: 201,
        json: { host_config_key: await keys.renew(request.number('id'), callerOf(request)) },
      }),
    },
  });
