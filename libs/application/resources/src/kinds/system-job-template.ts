import { Choice, Reference } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { Status, Template } from './template-status.js';

/** What a system job can do, by AWX's names. */
export const SYSTEM_JOB_TYPES = [
  ['cleanup_jobs', 'Remove jobs older than a certain number of days'],
  ['cleanup_activitystream', 'Remove activity stream entries older than a certain number of days'],
  ['cleanup_sessions', 'Removes expired browser sessions from the database'],
  ['cleanup_tokens', 'Removes expired OAuth 2 access tokens and refresh tokens'],
] as const;

/** Maintenance of the installation itself (spec system-jobs.md): the service makes these, and nobody changes them. */
@Resource({
  type: 'system_job_template',
  path: 'system_job_templates',
  noun: 'SystemJobTemplate',
  model: 'SystemJobTemplate',
  title: 'System Job Template',
  prefix: 'sjt',
  idSpace: 'unified_job_template',
  ordering: ['name'],
  // Users make none; two processes that start for the first time must not make two.
  unique: [
    { fields: ['job_type'], errorKey: 'job_type', message: 'System job template with this Job type already exists.' },
  ],
  methods: [],
  capabilities: {},
  isForOverseers: true,
  related: {
    jobs: 'jobs',
    schedules: 'schedules',
    launch: 'launch',
    notification_templates_started: 'notification_templates_started',
    notification_templates_success: 'notification_templates_success',
    notification_templates_error: 'notification_templates_error',
  },
})
export class SystemJobTemplate extends Template {
  @Status(['ok', 'OK'], ['missing', 'Missing'], ['none', 'No External Source'], ['updating', 'Updating'])
  status: string;

  @Reference('execution_environment')
  execution_environment: number | null;

  @Choice(SYSTEM_JOB_TYPES, { writing: 'never', blank: true, default: '' })
  job_type: string;
}
