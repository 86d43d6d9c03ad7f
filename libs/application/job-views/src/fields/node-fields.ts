import { JOB_TYPES, VERBOSITIES } from './choices.js';
import { field, type JobField, worked } from './field.js';

const UNSET = { nullable: true };

/** A node of a workflow job (spec workflows.md §2.3). */
export const NODE_FIELDS: readonly JobField[] = [
  worked('extra_data', 'json'),
  field('inventory', 'reference'),
  field('scm_branch', 'text', UNSET),
  field('job_type', 'choice', { ...UNSET, choices: JOB_TYPES }),
  field('job_tags', 'text', UNSET),
  field('skip_tags', 'text', UNSET),
  field('limit', 'text', UNSET),
  field('diff_mode', 'flag', UNSET),
  field('verbosity', 'choice', { ...UNSET, choices: VERBOSITIES }),
  field('execution_environment', 'reference'),
  field('forks', 'integer', UNSET),
  field('job_slice_count', 'integer', UNSET),
  field('timeout', 'integer', UNSET),
  field('job', 'reference'),
  field('workflow_job', 'reference'),
  field('unified_job_template', 'reference', { label: 'unified job template' }),
  worked('success_nodes', 'untyped'),
  worked('failure_nodes', 'untyped'),
  worked('always_nodes', 'untyped'),
  field('all_parents_must_converge', 'flag'),
  field('do_not_run', 'flag'),
  field('identifier', 'text'),
];
