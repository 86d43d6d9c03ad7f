import { DICTIONARY_FOR_LIST, type LaunchableKind } from '@application/launching';
import { kindOf } from '@application/resources';
import { DomainError } from '@domain/kernel';
import { type Answer, created, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type ApiRequest, endpoint, type Endpoint } from '../routing/endpoint.js';
import type { LaunchServices } from './launch-services.js';
import { isDryRun } from './preview.js';

/** `/api/v2/job_templates/:id/launch/` and the same of workflow templates: what a launch asks for, the launch, and its preview. */
export const launchEndpoint = (
  kind: LaunchableKind,
  { launches, forms, previews }: Pick<LaunchServices, 'launches' | 'forms' | 'previews'>,
): Endpoint => {
  const { path, title } = kindOf(kind);
  const post = async (request: ApiRequest): Promise<Answer> => {
    try {
      if (isDryRun(request)) {
        return ok(await previews.template(kind, request.number('id'), request.body(), callerOf(request)));
      }
      return created(await launches.launch(kind, request.number('id'), request.body(), callerOf(request)));
    } catch (error) {
      return listRefusal(error);
    }
  };
  return endpoint({
    path: `/api/v2/${path}/:id/launch/`,
    name: `${title} Launch`,
    rules: { GET: `${kind}.read`, POST: `${kind}.execute` },
    methods: {
      GET: async (request) => ok(await forms.form(kind, request.number('id'), callerOf(request))),
      POST: post,
    },
    describe: (request) => forms.describe(kind, request.number('id'), callerOf(request)),
  });
};

/** AWX answers an object in place of a list of ids with a list of one text. @throws everything else again */
const listRefusal = (error: unknown): Answer => {
  if (error instanceof DomainError && error.code === DICTIONARY_FOR_LIST) {
    return { status: 400, json: Object.values(error.body) };
  }
  throw error;
};
