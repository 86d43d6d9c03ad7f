import { OLD_JOB_TYPES, VERBOSITIES, WEBHOOK_SERVICES } from './choices.js';
import { field, type JobField, worked } from './field.js';
import { UNIFIED_JOB_FIELDS, WORKFLOW_COMMON_FIELDS } from './unified-job-fields.js';

const POSITIVE = { min: 0, max: 2_147_483_647 };
const ANY_INTEGER = { min: -2_147_483_648, max: 2_147_483_647 };

/** Nothing launches jobs by webhooks yet. */
const WEBHOOK = [
  field('webhook_service', 'choice', { choices: WEBHOOK_SERVICES, isUnfilled: true }),
  field('webhook_credential', 'reference', { isUnfilled: true }),
  field('webhook_guid', 'text', { isUnfilled: true }),
];

/** How many hosts ended how, and how much was played. */
export const COUNTS = [
  worked('host_status_counts', 'json', { shown: 'detail', nullable: true }),
  worked('playbook_counts', 'json', { shown: 'detail' }),
];

/** A playbook job (spec jobs.md §2). */
export const JOB_FIELDS: readonly JobField[] = [
  ...UNIFIED_JOB_FIELDS,
  field('job_type', 'choice', { choices: OLD_JOB_TYPES }),
  field('inventory', 'reference'),
  field('project', 'reference'),
  field('playbook', 'text'),
  field('scm_branch', 'text'),
  field('forks', 'integer', POSITIVE),
  field('limit', 'text'),
  field('verbosity', 'choice', { choices: VERBOSITIES }),
  field('extra_vars', 'variables', { guarded: true }),
  field('job_tags', 'text'),
  field('force_handlers', 'flag'),
  field('skip_tags', 'text'),
  field('start_at_task', 'text'),
  field('timeout', 'integer', ANY_INTEGER),
  field('use_fact_cache', 'flag'),
  field('organization', 'reference'),
  field('job_template', 'reference', { column: 'unified_job_template' }),
  worked('passwords_needed_to_start', 'untyped'),
  field('allow_simultaneous', 'flag'),
  field('artifacts', 'json'),
  field('scm_revision', 'text', { label: 'SCM Revision' }),
  field('instance_group', 'reference'),
  field('diff_mode', 'flag'),
  field('job_slice_number', 'integer', POSITIVE),
  field('job_slice_count', 'integer', POSITIVE),
  ...WEBHOOK,
  ...COUNTS,
  worked('custom_virtualenv', 'text', { shown: 'detail', nullable: true }),
];

/** A workflow job (spec workflows.md §2.2). */
export const WORKFLOW_JOB_FIELDS: readonly JobField[] = [
  ...WORKFLOW_COMMON_FIELDS,
  field('workflow_job_template', 'reference', { column: 'unified_job_template' }),
  field('extra_vars', 'variables', { guarded: true }),
  field('allow_simultaneous', 'flag'),
  worked('job_template', 'reference'),
  field('is_sliced_job', 'flag'),
  field('inventory', 'reference'),
  field('limit', 'text', { nullable: true }),
  field('scm_branch', 'text', { nullable: true }),
  ...WEBHOOK,
  field('skip_tags', 'text', { nullable: true }),
  field('job_tags', 'text', { nullable: true }),
];
