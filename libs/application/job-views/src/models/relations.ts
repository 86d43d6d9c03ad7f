import type { QueryRelation } from '@application/queries';

const one = (name: string, target: string, column = name): QueryRelation => ({ kind: 'one', name, target, column });
const many = (name: string, target: string, targetColumn: string): QueryRelation => ({
  kind: 'many',
  name,
  target,
  targetColumn,
});

const LABELS: QueryRelation = {
  kind: 'many-to-many',
  name: 'labels',
  target: 'Label',
  via: { table: 'unified_job_label', parent: 'job', child: 'label' },
};
const CREDENTIALS: QueryRelation = {
  kind: 'many-to-many',
  name: 'credentials',
  target: 'Credential',
  via: { table: 'unified_job_credential', parent: 'job', child: 'credential' },
};

/** Of every unified job. */
const COMMON: readonly QueryRelation[] = [
  one('unified_job_template', 'UnifiedJobTemplate'),
  one('organization', 'Organization'),
  one('created_by', 'User'),
  one('execution_environment', 'ExecutionEnvironment'),
  one('instance_group', 'InstanceGroup'),
  { kind: 'one', name: 'unified_job_node', target: 'WorkflowJobNode', column: 'id', targetColumn: 'job' },
  LABELS,
  CREDENTIALS,
];

export const JOB_RELATIONS: readonly QueryRelation[] = [
  ...COMMON,
  one('job_template', 'JobTemplate', 'unified_job_template'),
  one('inventory', 'Inventory'),
  one('project', 'Project'),
  many('job_events', 'JobEvent', 'job'),
  many('job_host_summaries', 'JobHostSummary', 'job'),
];

export const WORKFLOW_JOB_RELATIONS: readonly QueryRelation[] = [
  ...COMMON,
  one('workflow_job_template', 'WorkflowJobTemplate', 'unified_job_template'),
  one('inventory', 'Inventory'),
  many('workflow_nodes', 'WorkflowJobNode', 'workflow_job'),
];

export const PROJECT_UPDATE_RELATIONS: readonly QueryRelation[] = [
  ...COMMON,
  one('project', 'Project', 'unified_job_template'),
  one('credential', 'Credential'),
];

export const SYSTEM_JOB_RELATIONS: readonly QueryRelation[] = [
  ...COMMON,
  one('system_job_template', 'SystemJobTemplate', 'unified_job_template'),
];

export const UNIFIED_JOB_RELATIONS: readonly QueryRelation[] = [
  ...COMMON,
  one('job', 'Job', 'id'),
  one('workflowjob', 'WorkflowJob', 'id'),
  one('projectupdate', 'ProjectUpdate', 'id'),
  one('systemjob', 'SystemJob', 'id'),
];

export const NODE_RELATIONS: readonly QueryRelation[] = [
  one('job', 'UnifiedJob'),
  one('workflow_job', 'WorkflowJob'),
  one('unified_job_template', 'UnifiedJobTemplate'),
  one('inventory', 'Inventory'),
  one('execution_environment', 'ExecutionEnvironment'),
];

/** Of output events and host summaries. */
export const HOST_RELATIONS: readonly QueryRelation[] = [one('job', 'Job'), one('host', 'Host')];

export const UPDATE_EVENT_RELATIONS: readonly QueryRelation[] = [one('project_update', 'ProjectUpdate', 'job')];
export const SYSTEM_JOB_EVENT_RELATIONS: readonly QueryRelation[] = [one('system_job', 'SystemJob', 'job')];
