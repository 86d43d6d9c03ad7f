import { JOB_STATES } from '@application/resources';
import { LAUNCH_TYPES } from './choices.js';
import { field, type JobField, worked } from './field.js';

const NAMED = [
  field('name', 'text'),
  field('description', 'text'),
  field('unified_job_template', 'reference', { label: 'unified job template' }),
  field('launch_type', 'choice', { choices: LAUNCH_TYPES }),
  field('status', 'choice', { choices: JOB_STATES }),
];
const ENVIRONMENT = field('execution_environment', 'reference');
const TIMES = [
  field('failed', 'flag'),
  field('started', 'time'),
  field('finished', 'time'),
  field('canceled_on', 'time'),
  field('elapsed', 'untyped'),
];
const PROCESS = [
  field('job_args', 'text', { shown: 'launched', guarded: true }),
  field('job_cwd', 'text', { shown: 'launched' }),
  field('job_env', 'json', { shown: 'launched', guarded: true }),
  field('job_explanation', 'text'),
];
const NODES = [field('execution_node', 'text'), field('controller_node', 'text')];
const TRACEBACK = field('result_traceback', 'text', { shown: 'launched' });
const IS_COMPLETE = field('event_processing_finished', 'flag', { shown: 'launched' });
const CAUSES = [worked('launched_by', 'untyped'), field('work_unit_id', 'text', { nullable: true })];

/** What all kinds of jobs show (spec jobs.md §1.4), in AWX's order. */
export const UNIFIED_JOB_FIELDS: readonly JobField[] = [
  ...NAMED,
  ENVIRONMENT,
  ...TIMES,
  ...PROCESS,
  ...NODES,
  TRACEBACK,
  IS_COMPLETE,
  ...CAUSES,
];

/** A workflow job runs nowhere itself. */
export const WORKFLOW_COMMON_FIELDS: readonly JobField[] = [...NAMED, ...TIMES, ...PROCESS, TRACEBACK, ...CAUSES];
