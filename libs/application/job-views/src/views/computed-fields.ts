import type { Row } from '@application/ports';
import type { Json } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { elapsedOf } from './elapsed.js';
import { explanationOf } from './explanation.js';
import type { Reference } from './references.js';
import type { Surroundings } from './surroundings.js';
import type { Template } from './template.js';
import { type Computed, jsonOf } from './values.js';

/** What artifacts read when a task of the play asked for silence. */
const HIDDEN = '$hidden due to Ansible no_log flag$';

/** A job with what its row refers to. */
export interface JobInView {
  readonly kind: JobKind;
  readonly row: Row;
  readonly around: Surroundings;
  readonly references: readonly Reference[];
  readonly template: Template | undefined;
}

/** Fields that a row alone does not tell. A reference whose target has gone reads null. */
export const computedFields = (job: JobInView): Computed => ({
  ...commonFields(job),
  ...OF_KIND[job.kind](job),
});

const commonFields = ({ row, around, template }: JobInView): Computed => ({
  unified_job_template: template?.id ?? null,
  elapsed: elapsedOf(row, around.now),
  job_explanation: explanationOf(row, around.now),
  launched_by: launcher(row, around),
});

/** The user that launched it may have gone. */
const launcher = (row: Row, around: Surroundings): Json => {
  const shown = jsonOf(row['launched_by']) as Readonly<Record<string, Json>>;
  const isGone = shown['type'] === 'user' && !around.summary('user', Number(shown['id']));
  return isGone ? {} : shown;
};

const existing = ({ references }: JobInView, ...names: readonly string[]): Computed =>
  Object.fromEntries(names.map((name) => [name, references.find((found) => found.name === name)?.id ?? null]));

const ofJob = (job: JobInView): Computed => {
  const { row, template } = job;
  const present = existing(job, 'inventory', 'project', 'organization', 'execution_environment', 'instance_group');
  return {
    ...present,
    ...(present['project'] === null && { playbook: '' }),
    job_template: template?.id ?? null,
    passwords_needed_to_start: jsonOf(row['passwords_needed']),
    ...(row['artifacts_no_log'] ? { artifacts: HIDDEN } : {}),
  };
};

const ofWorkflowJob = (job: JobInView): Computed => {
  const { template } = job;
  return {
    ...existing(job, 'inventory'),
    workflow_job_template: template?.type === 'workflow_job_template' ? template.id : null,
    job_template: template?.type === 'job_template' ? template.id : null,
  };
};

const ofUpdate = (job: JobInView): Computed => existing(job, 'project', 'execution_environment', 'credential');

const ofSystemJob = (job: JobInView): Computed => ({
  ...existing(job, 'execution_environment'),
  system_job_template: job.template?.id ?? null,
  result_stdout: '',
});

const OF_KIND: Readonly<Record<JobKind, (job: JobInView) => Computed>> = {
  job: ofJob,
  workflow_job: ofWorkflowJob,
  project_update: ofUpdate,
  system_job: ofSystemJob,
};
