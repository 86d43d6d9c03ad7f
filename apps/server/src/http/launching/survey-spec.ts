import type { LaunchableKind } from '@application/launching';
import { kindOf } from '@application/resources';
import { ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';
import type { LaunchServices } from './launch-services.js';

/** `/api/v2/job_templates/:id/survey_spec/` and the same of workflow templates; writes answer 200 and nothing. */
export const surveyEndpoint = (kind: LaunchableKind, { surveys }: Pick<LaunchServices, 'surveys'>): Endpoint => {
  const { path, title } = kindOf(kind);
  return endpoint({
    path: `/api/v2/${path}/:id/survey_spec/`,
    name: `${title} Survey Spec`,
    rules: { GET: `${kind}.read`, POST: `${kind}.change`, DELETE: `${kind}.delete` },
    methods: {
      GET: async (request) => ok(await surveys.read(kind, request.number('id'), callerOf(request))),
      POST: async (request) => {
        await surveys.replace(kind, request.number('id'), request.body(), callerOf(request));
        return {};
      },
      DELETE: async (request) => {
        await surveys.remove(kind, request.number('id'), callerOf(request));
        return {};
      },
    },
  });
};
