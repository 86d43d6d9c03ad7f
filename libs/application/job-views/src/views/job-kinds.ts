import type { QueryModel } from '@application/queries';
import type { JobKind } from '@domain/launch';
import type { JobField } from '../fields/field.js';
import { JOB_FIELDS, WORKFLOW_JOB_FIELDS } from '../fields/job-fields.js';
import { PROJECT_UPDATE_FIELDS } from '../fields/project-update-fields.js';
import { SYSTEM_JOB_FIELDS } from '../fields/system-job-fields.js';
import { JOB_MODEL, PROJECT_UPDATE_MODEL, SYSTEM_JOB_MODEL, WORKFLOW_JOB_MODEL } from '../models/job-models.js';

/** What the API calls a kind of jobs, and what it shows of it. */
export interface JobKindDeclaration {
  readonly path: string;
  readonly title: string;
  readonly typeLabel: string;
  readonly model: QueryModel;
  readonly fields: readonly JobField[];
  /** Keys of `related` below the job's own URL. */
  readonly below: readonly string[];
}

export const JOB_KINDS: Readonly<Record<JobKind, JobKindDeclaration>> = {
  job: {
    path: 'jobs',
    title: 'Job',
    typeLabel: 'Playbook Run',
    model: JOB_MODEL,
    fields: JOB_FIELDS,
    below: [
      ...['labels', 'credentials', 'stdout', 'job_events', 'job_host_summaries', 'activity_stream', 'notifications'],
      ...['create_schedule', 'cancel', 'relaunch'],
    ],
  },
  workflow_job: {
    path: 'workflow_jobs',
    title: 'Workflow Job',
    typeLabel: 'Workflow Job',
    model: WORKFLOW_JOB_MODEL,
    fields: WORKFLOW_JOB_FIELDS,
    below: ['notifications', 'workflow_nodes', 'labels', 'activity_stream', 'relaunch', 'cancel'],
  },
  project_update: {
    path: 'project_updates',
    title: 'Project Update',
    typeLabel: 'SCM Update',
    model: PROJECT_UPDATE_MODEL,
    fields: PROJECT_UPDATE_FIELDS,
    below: ['stdout', 'cancel', 'notifications', 'events'],
  },
  system_job: {
    path: 'system_jobs',
    title: 'System Job',
    typeLabel: 'Management Job',
    model: SYSTEM_JOB_MODEL,
    fields: SYSTEM_JOB_FIELDS,
    below: ['notifications', 'cancel', 'events'],
  },
};

/** `/api/v2/jobs/402/` */
export const jobUrl = (kind: JobKind, id: number): string => `/api/v2/${JOB_KINDS[kind].path}/${id}/`;
