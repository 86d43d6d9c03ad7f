import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { JOB_EVENT_FIELDS, PROJECT_UPDATE_EVENT_FIELDS, SYSTEM_JOB_EVENT_FIELDS } from '../fields/event-fields.js';
import { HOST_SUMMARY_FIELDS } from '../fields/host-summary-fields.js';
import { NODE_FIELDS } from '../fields/node-fields.js';
import { UNIFIED_JOB_FIELDS } from '../fields/unified-job-fields.js';
import {
  HOST_SUMMARY_MODEL,
  JOB_EVENT_MODEL,
  NODE_MODEL,
  PROJECT_UPDATE_EVENT_MODEL,
  SYSTEM_JOB_EVENT_MODEL,
  UNIFIED_JOB_MODEL,
} from '../models/job-models.js';
import { JOB_KINDS } from '../views/job-kinds.js';
import { describeShown } from './descriptions.js';

const ofKind = (kind: JobKind): JsonObject => {
  const { title, typeLabel, fields, model } = JOB_KINDS[kind];
  return describeShown({ types: [[kind, typeLabel]], title, fields, model });
};

/** All that AWX can run, though not all of it runs here. */
const UNIFIED_TYPES = [
  ['project_update', 'SCM Update'],
  ['inventory_update', 'Inventory Sync'],
  ['job', 'Playbook Run'],
  ['ad_hoc_command', 'Command'],
  ['system_job', 'Management Job'],
  ['workflow_job', 'Workflow Job'],
] as const;

/** What OPTIONS tells, by what is shown. */
export const DESCRIPTIONS = {
  job: ofKind('job'),
  workflow_job: ofKind('workflow_job'),
  project_update: ofKind('project_update'),
  system_job: ofKind('system_job'),
  unified_job: describeShown({
    types: UNIFIED_TYPES,
    title: 'Unified Job',
    fields: UNIFIED_JOB_FIELDS,
    model: UNIFIED_JOB_MODEL,
  }),
  workflow_job_node: describeShown({
    types: [['workflow_job_node', 'Workflow Job Node']],
    title: 'Workflow Job Node',
    fields: NODE_FIELDS,
    model: NODE_MODEL,
  }),
  job_event: describeShown({
    types: [['job_event', 'Job Event']],
    title: 'Job Event',
    fields: JOB_EVENT_FIELDS,
    model: JOB_EVENT_MODEL,
  }),
  project_update_event: describeShown({
    types: [['project_update_event', 'Project Update Event']],
    title: 'Project Update Event',
    fields: PROJECT_UPDATE_EVENT_FIELDS,
    model: PROJECT_UPDATE_EVENT_MODEL,
  }),
  system_job_event: describeShown({
    types: [['system_job_event', 'System Job Event']],
    title: 'System Job Event',
    fields: SYSTEM_JOB_EVENT_FIELDS,
    model: SYSTEM_JOB_EVENT_MODEL,
  }),
  job_host_summary: describeShown({
    types: [['job_host_summary', 'Job Host Summary']],
    title: 'Job Host Summary',
    fields: HOST_SUMMARY_FIELDS,
    model: HOST_SUMMARY_MODEL,
  }),
} as const;
