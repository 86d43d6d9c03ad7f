import {
  HOST_SUMMARY_MODEL,
  JOB_EVENT_MODEL,
  NODE_MODEL,
  PROJECT_UPDATE_EVENT_MODEL,
  SYSTEM_JOB_EVENT_MODEL,
} from '../models/job-models.js';
import { JOB_KINDS } from '../views/job-kinds.js';
import { JOB_EVENT_FIELDS, PROJECT_UPDATE_EVENT_FIELDS, SYSTEM_JOB_EVENT_FIELDS } from './event-fields.js';
import type { JobField } from './field.js';
import { HOST_SUMMARY_FIELDS } from './host-summary-fields.js';
import { NODE_FIELDS } from './node-fields.js';

/** What objects of a list model show beside what every object shows, and what their `type` may be. */
export interface Shown {
  readonly types: readonly string[];
  readonly fields: readonly JobField[];
}

/** By the names of the list models. */
export const SHOWN_FIELDS: Readonly<Record<string, Shown>> = {
  ...Object.fromEntries(
    Object.entries(JOB_KINDS).map(([kind, { model, fields }]) => [model.name, { types: [kind], fields }]),
  ),
  [NODE_MODEL.name]: { types: ['workflow_job_node'], fields: NODE_FIELDS },
  [JOB_EVENT_MODEL.name]: { types: ['job_event'], fields: JOB_EVENT_FIELDS },
  [PROJECT_UPDATE_EVENT_MODEL.name]: { types: ['project_update_event'], fields: PROJECT_UPDATE_EVENT_FIELDS },
  [SYSTEM_JOB_EVENT_MODEL.name]: { types: ['system_job_event'], fields: SYSTEM_JOB_EVENT_FIELDS },
  [HOST_SUMMARY_MODEL.name]: { types: ['job_host_summary'], fields: HOST_SUMMARY_FIELDS },
};

/** Names of the models of all kinds of jobs. */
export const JOB_MODEL_NAMES: readonly string[] = Object.values(JOB_KINDS).map(({ model }) => model.name);
