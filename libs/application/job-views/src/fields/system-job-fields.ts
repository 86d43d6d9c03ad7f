import { SYSTEM_JOB_TYPES } from '@application/resources';
import { field, type JobField, worked } from './field.js';
import { UNIFIED_JOB_FIELDS } from './unified-job-fields.js';

/** Maintenance of the installation (spec system-jobs.md §1). */
export const SYSTEM_JOB_FIELDS: readonly JobField[] = [
  ...UNIFIED_JOB_FIELDS.filter(({ name }) => name !== 'controller_node'),
  field('system_job_template', 'reference', { column: 'unified_job_template' }),
  field('job_type', 'choice', { choices: SYSTEM_JOB_TYPES }),
  field('extra_vars', 'variables', { guarded: true }),
  worked('result_stdout', 'text', { shown: 'launched' }),
];
