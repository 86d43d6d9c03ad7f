import { Reference, Shown } from '../declaration/decorators.js';
import { Choice } from '../declaration/decorators.js';
import { Named } from './named.js';

/** What a job can be. */
export const JOB_STATES = [
  ['new', 'New'],
  ['pending', 'Pending'],
  ['waiting', 'Waiting'],
  ['running', 'Running'],
  ['successful', 'Successful'],
  ['failed', 'Failed'],
  ['error', 'Error'],
  ['canceled', 'Canceled'],
] as const;

/** `status` and its neighbours follow the runs of a template: filled by the runs projection, read from `template_status`. */
export abstract class Template extends Named {
  @Shown('time', { origin: 'status', filterable: true })
  last_job_run: string | null;

  @Shown('flag', { origin: 'status', default: false, filterable: true })
  last_job_failed: boolean;

  @Shown('time', { origin: 'status', filterable: true })
  next_job_run: string | null;
}

type States = readonly (readonly [string, string])[];

export const Status = (...more: States): PropertyDecorator =>
  Choice([...JOB_STATES, ['never updated', 'Never Updated'], ...more], {
    writing: 'never',
    origin: 'status',
    default: 'never updated',
    filterable: true,
  });

/** Webhook settings, the same on both kinds of template. */
export abstract class Hooked extends Template {
  @Choice(
    [
      ['', '---------'],
      ['github', 'GitHub'],
      ['gitlab', 'GitLab'],
      ['bitbucket_dc', 'BitBucket DataCenter'],
    ],
    { help: 'Service that webhook requests will be accepted from' },
  )
  webhook_service: string;

  @Reference('credential', { help: 'Personal Access Token for posting back the status to the service API' })
  webhook_credential: number | null;
}
