import { Choice, Flag, Integer, Reference, Shown, Text, VariablesText } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { jobTemplateRules } from './job-template.rules.js';
import { Hooked, Status } from './template-status.js';

@Resource({
  type: 'job_template',
  path: 'job_templates',
  noun: 'JobTemplate',
  model: 'JobTemplate',
  title: 'Job Template',
  prefix: 'jt',
  idSpace: 'unified_job_template',
  ordering: ['name'],
  capabilities: { edit: 'change', delete: 'delete', start: 'execute', schedule: 'execute', copy: 'copy' },
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'JobTemplate with this (name, organization) combination already exists.',
    },
  ],
  relations: [
    { name: 'credentials', target: 'credential', creates: true },
    { name: 'labels', target: 'label', creates: true },
    { name: 'instance_groups', target: 'instance_group', ordered: true },
  ],
  related: {
    labels: 'labels',
    credentials: 'credentials',
    jobs: 'jobs',
    schedules: 'schedules',
    activity_stream: 'activity_stream',
    launch: 'launch',
    webhook_key: 'webhook_key',
    notification_templates_started: 'notification_templates_started',
    notification_templates_success: 'notification_templates_success',
    notification_templates_error: 'notification_templates_error',
    access_list: 'access_list',
    survey_spec: 'survey_spec',
    object_roles: 'object_roles',
    instance_groups: 'instance_groups',
    slice_workflow_jobs: 'slice_workflow_jobs',
    copy: 'copy',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the job template' },
    { field: 'execute_role', name: 'Execute', description: 'May run the job template' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the job template' },
  ],
  rules: jobTemplateRules,
})
export class JobTemplate extends Hooked {
  @Choice(
    [
      ['run', 'Run'],
      ['check', 'Check'],
    ],
    { default: 'run' },
  )
  job_type: string;

  @Reference('inventory')
  inventory: number | null;

  @Reference('project')
  project: number | null;

  @Text({ maxLength: 1024 })
  playbook: string;

  @Text({ maxLength: 1024, help: 'Branch to use in job run. Project default used if blank.' })
  scm_branch: string;

  @Integer()
  forks: number;

  @Text()
  limit: string;

  @Choice(
    [
      [0, '0 (Normal)'],
      [1, '1 (Verbose)'],
      [2, '2 (More Verbose)'],
      [3, '3 (Debug)'],
      [4, '4 (Connection Debug)'],
      [5, '5 (WinRM Debug)'],
    ],
    { default: 0 },
  )
  verbosity: number;

  @VariablesText({ guarded: true })
  extra_vars: string;

  @Text()
  job_tags: string;

  @Flag()
  force_handlers: boolean;

  @Text({ maxLength: 1024 })
  skip_tags: string;

  @Text({ maxLength: 1024 })
  start_at_task: string;

  @Integer({ min: -2_147_483_648, help: 'The amount of time (in seconds) to run before the task is canceled.' })
  timeout: number;

  @Flag({ help: 'If enabled, the service will act as an Ansible Fact Cache Plugin.' })
  use_fact_cache: boolean;

  @Shown('reference', { target: 'organization', onDelete: 'clear', help: 'Follows the project.' })
  organization: number | null;

  @Status()
  status: string;

  @Reference('execution_environment')
  execution_environment: number | null;

  @Text({ maxLength: 1024, guarded: true })
  host_config_key: string;

  @Flag() ask_scm_branch_on_launch: boolean;
  @Flag() ask_diff_mode_on_launch: boolean;
  @Flag() ask_variables_on_launch: boolean;
  @Flag() ask_limit_on_launch: boolean;
  @Flag() ask_tags_on_launch: boolean;
  @Flag() ask_skip_tags_on_launch: boolean;
  @Flag() ask_job_type_on_launch: boolean;
  @Flag() ask_verbosity_on_launch: boolean;
  @Flag() ask_inventory_on_launch: boolean;
  @Flag() ask_credential_on_launch: boolean;
  @Flag() ask_execution_environment_on_launch: boolean;
  @Flag() ask_labels_on_launch: boolean;
  @Flag() ask_forks_on_launch: boolean;
  @Flag() ask_job_slice_count_on_launch: boolean;
  @Flag() ask_timeout_on_launch: boolean;
  @Flag() ask_instance_groups_on_launch: boolean;
  @Flag() survey_enabled: boolean;
  @Flag() become_enabled: boolean;
  @Flag({
    help: 'If enabled, textual changes made to any templated files on the host are shown in the standard output',
  })
  diff_mode: boolean;
  @Flag() allow_simultaneous: boolean;

  @Shown('text', { origin: 'computed', nullable: true, filterable: true })
  custom_virtualenv: null;

  @Integer({ default: 1, help: 'The number of jobs to slice into at runtime.' })
  job_slice_count: number;

  @Flag({ help: 'If enabled, the template will prevent adding any inventory or organization instance groups.' })
  prevent_instance_group_fallback: boolean;
}
