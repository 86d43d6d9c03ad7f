import { sql } from 'kysely';
import type { QueryModel } from '@application/queries';
import { JOB_EVENT_FIELDS, PROJECT_UPDATE_EVENT_FIELDS, SYSTEM_JOB_EVENT_FIELDS } from '../fields/event-fields.js';
import { HOST_SUMMARY_FIELDS } from '../fields/host-summary-fields.js';
import { JOB_FIELDS, WORKFLOW_JOB_FIELDS } from '../fields/job-fields.js';
import { NODE_FIELDS } from '../fields/node-fields.js';
import { PROJECT_UPDATE_FIELDS } from '../fields/project-update-fields.js';
import { SYSTEM_JOB_FIELDS } from '../fields/system-job-fields.js';
import { UNIFIED_JOB_FIELDS } from '../fields/unified-job-fields.js';
import { queryColumns } from './columns.js';
import {
  HOST_RELATIONS,
  JOB_RELATIONS,
  NODE_RELATIONS,
  PROJECT_UPDATE_RELATIONS,
  SYSTEM_JOB_EVENT_RELATIONS,
  SYSTEM_JOB_RELATIONS,
  UNIFIED_JOB_RELATIONS,
  UPDATE_EVENT_RELATIONS,
  WORKFLOW_JOB_RELATIONS,
} from './relations.js';

const jobsOf = (type: string) => sql`SELECT * FROM unified_job WHERE type = ${sql.lit(type)}`;

/** The table of the output store, which the read store has attached. */
const EVENTS = sql`SELECT * FROM output.job_event`;

const NAMED = ['description', 'name'];

export const JOB_MODEL: QueryModel = {
  name: 'Job',
  table: jobsOf('job'),
  type: 'job',
  columns: queryColumns(JOB_FIELDS),
  relations: JOB_RELATIONS,
  search: NAMED,
  ordering: ['id'],
};

export const WORKFLOW_JOB_MODEL: QueryModel = {
  name: 'WorkflowJob',
  table: jobsOf('workflow_job'),
  type: 'workflow_job',
  columns: queryColumns(WORKFLOW_JOB_FIELDS),
  relations: WORKFLOW_JOB_RELATIONS,
  search: NAMED,
  ordering: ['id'],
};

export const PROJECT_UPDATE_MODEL: QueryModel = {
  name: 'ProjectUpdate',
  table: jobsOf('project_update'),
  type: 'project_update',
  columns: queryColumns(PROJECT_UPDATE_FIELDS),
  relations: PROJECT_UPDATE_RELATIONS,
  search: NAMED,
  ordering: ['id'],
};

export const SYSTEM_JOB_MODEL: QueryModel = {
  name: 'SystemJob',
  table: jobsOf('system_job'),
  type: 'system_job',
  columns: queryColumns(SYSTEM_JOB_FIELDS),
  relations: SYSTEM_JOB_RELATIONS,
  search: NAMED,
  ordering: ['id'],
};

export const UNIFIED_JOB_MODEL: QueryModel = {
  name: 'UnifiedJob',
  table: 'unified_job',
  type: { column: 'type' },
  columns: queryColumns(UNIFIED_JOB_FIELDS),
  relations: UNIFIED_JOB_RELATIONS,
  search: ['description', 'job__playbook', 'name'],
  ordering: ['id'],
};

export const NODE_MODEL: QueryModel = {
  name: 'WorkflowJobNode',
  table: 'workflow_job_node',
  type: 'workflow_job_node',
  columns: queryColumns(NODE_FIELDS),
  relations: NODE_RELATIONS,
  search: ['unified_job_template__name', 'unified_job_template__description'],
  ordering: ['id'],
};

export const JOB_EVENT_MODEL: QueryModel = {
  name: 'JobEvent',
  table: EVENTS,
  type: 'job_event',
  columns: queryColumns(JOB_EVENT_FIELDS, 'created'),
  relations: HOST_RELATIONS,
  search: ['stdout'],
  ordering: ['start_line', 'counter'],
};

export const PROJECT_UPDATE_EVENT_MODEL: QueryModel = {
  name: 'ProjectUpdateEvent',
  table: EVENTS,
  type: 'project_update_event',
  columns: queryColumns(PROJECT_UPDATE_EVENT_FIELDS, 'created'),
  relations: UPDATE_EVENT_RELATIONS,
  search: ['stdout'],
  ordering: ['start_line', 'counter'],
};

export const SYSTEM_JOB_EVENT_MODEL: QueryModel = {
  name: 'SystemJobEvent',
  table: EVENTS,
  type: 'system_job_event',
  columns: queryColumns(SYSTEM_JOB_EVENT_FIELDS, 'created'),
  relations: SYSTEM_JOB_EVENT_RELATIONS,
  search: ['stdout'],
  ordering: ['start_line', 'counter'],
};

export const HOST_SUMMARY_MODEL: QueryModel = {
  name: 'JobHostSummary',
  table: 'job_host_summary',
  type: 'job_host_summary',
  columns: queryColumns(HOST_SUMMARY_FIELDS),
  relations: HOST_RELATIONS,
  search: ['host_name'],
  ordering: ['-id'],
};

/** What lists of this library read, and what relations of others lead to. */
export const jobModels: readonly QueryModel[] = [
  JOB_MODEL,
  WORKFLOW_JOB_MODEL,
  PROJECT_UPDATE_MODEL,
  SYSTEM_JOB_MODEL,
  UNIFIED_JOB_MODEL,
  NODE_MODEL,
  JOB_EVENT_MODEL,
  PROJECT_UPDATE_EVENT_MODEL,
  SYSTEM_JOB_EVENT_MODEL,
  HOST_SUMMARY_MODEL,
];
