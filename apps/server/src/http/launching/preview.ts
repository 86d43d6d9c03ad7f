import type { LaunchPreviews, SavedLaunchPreviews } from '@application/launching';
import type { Schedules } from '@application/schedules';
import { invalid } from '@domain/kernel';
import { ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type ApiRequest, endpoint, type Endpoint } from '../routing/endpoint.js';

/** What previews over HTTP need. */
export interface PreviewServices {
  readonly previews: Pick<LaunchPreviews, 'template' | 'node'>;
  readonly saved: Pick<SavedLaunchPreviews, 'schedule'>;
  readonly schedules: Pick<Schedules, 'live'>;
}

const YES: readonly string[] = ['true', '1', 'yes', 'on'];
const NO: readonly string[] = ['false', '0', 'no', 'off'];

/** `?dry_run=true`. @throws DomainError invalid for a value that is neither: a launch must never be taken for a preview, nor a typo launch */
export const isDryRun = (request: ApiRequest): boolean => {
  const said = request.query().getAll('dry_run');
  const words = said.map((word) => word.toLowerCase());
  if (!words.every((word) => YES.includes(word) || NO.includes(word))) {
    throw invalid({ dry_run: ['Must be a valid boolean.'] });
  }
  return words.some((word) => YES.includes(word));
};

/** `/api/v2/workflow_job_template_nodes/:id/launch_preview/`: the body is that of a launch of the workflow. */
export const nodePreviewEndpoint = ({ previews }: PreviewServices): Endpoint =>
  endpoint({
    path: '/api/v2/workflow_job_template_nodes/:id/launch_preview/',
    name: 'Workflow Job Template Node Launch Preview',
    rules: { POST: 'workflow_job_template_node.read' },
    methods: {
      POST: async (request) => ok(await previews.node(request.number('id'), request.body(), callerOf(request))),
    },
  });

/** `/api/v2/schedules/:id/launch_preview/`: what it would launch if it fired now; the body is not looked at. */
export const schedulePreviewEndpoint = ({ saved, schedules }: PreviewServices): Endpoint =>
  endpoint({
    path: '/api/v2/schedules/:id/launch_preview/',
    name: 'Schedule Launch Preview',
    rules: { POST: 'schedule.read' },
    methods: {
      POST: async (request) => ok(await saved.schedule(await schedules.live(request.number('id')), callerOf(request))),
    },
  });
