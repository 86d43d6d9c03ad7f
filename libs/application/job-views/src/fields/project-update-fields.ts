import { JOB_TYPES, SCM_TYPES } from './choices.js';
import { field, type JobField } from './field.js';
import { COUNTS } from './job-fields.js';
import { UNIFIED_JOB_FIELDS } from './unified-job-fields.js';

/** A checkout of a project: common fields, then the project's own as they were. */
export const PROJECT_UPDATE_FIELDS: readonly JobField[] = [
  ...UNIFIED_JOB_FIELDS.filter(({ name }) => name !== 'controller_node'),
  field('local_path', 'text'),
  field('scm_type', 'choice', { choices: SCM_TYPES }),
  field('scm_url', 'text'),
  field('scm_branch', 'text'),
  field('scm_refspec', 'text'),
  field('scm_clean', 'flag'),
  field('scm_track_submodules', 'flag'),
  field('scm_delete_on_update', 'flag'),
  field('credential', 'reference'),
  field('timeout', 'integer'),
  field('scm_revision', 'text', { label: 'SCM Revision' }),
  field('project', 'reference', { column: 'unified_job_template' }),
  field('job_type', 'choice', { choices: JOB_TYPES }),
  field('job_tags', 'text'),
  ...COUNTS,
];
