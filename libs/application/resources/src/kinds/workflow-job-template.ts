import { Flag, Reference, Text, VariablesText } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { Hooked, Status } from './template-status.js';
import { workflowJobTemplateRules } from './workflow-job-template.rules.js';

const Prompt = (): PropertyDecorator => Text({ nullable: true, default: null, filterable: false });

@Resource({
  type: 'workflow_job_template',
  path: 'workflow_job_templates',
  noun: 'WorkflowTemplate',
  model: 'WorkflowJobTemplate',
  title: 'Workflow Job Template',
  typeLabel: 'Workflow Template',
  prefix: 'wfjt',
  idSpace: 'unified_job_template',
  ordering: ['name'],
  capabilities: { edit: 'change', delete: 'delete', start: 'execute', schedule: 'execute', copy: 'copy' },
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'WorkflowJobTemplate with this (name, organization) combination already exists.',
    },
  ],
  relations: [{ name: 'labels', target: 'label', creates: true }],
  related: {
    workflow_jobs: 'workflow_jobs',
    schedules: 'schedules',
    launch: 'launch',
    webhook_key: 'webhook_key',
    workflow_nodes: 'workflow_nodes',
    labels: 'labels',
    activity_stream: 'activity_stream',
    notification_templates_started: 'notification_templates_started',
    notification_templates_success: 'notification_templates_success',
    notification_templates_error: 'notification_templates_error',
    notification_templates_approvals: 'notification_templates_approvals',
    access_list: 'access_list',
    object_roles: 'object_roles',
    survey_spec: 'survey_spec',
    copy: 'copy',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the workflow job template' },
    { field: 'execute_role', name: 'Execute', description: 'May run the workflow job template' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the workflow job template' },
    { field: 'approval_role', name: 'Approve', description: 'Can approve or deny a workflow approval node' },
  ],
  rules: workflowJobTemplateRules,
})
export class WorkflowJobTemplate extends Hooked {
  @Status(['ok', 'OK'], ['missing', 'Missing'], ['none', 'No External Source'], ['updating', 'Updating'])
  status: string;

  @VariablesText({ guarded: true })
  extra_vars: string;

  @Reference('organization')
  organization: number | null;

  @Flag() survey_enabled: boolean;
  @Flag() allow_simultaneous: boolean;
  @Flag() ask_variables_on_launch: boolean;

  @Reference('inventory', { help: 'Inventory applied as a prompt, assuming job template prompts for inventory' })
  inventory: number | null;

  @Prompt() limit: string | null;
  @Prompt() scm_branch: string | null;
  @Flag() ask_inventory_on_launch: boolean;
  @Flag() ask_scm_branch_on_launch: boolean;
  @Flag() ask_limit_on_launch: boolean;
  @Flag() ask_labels_on_launch: boolean;
  @Flag() ask_skip_tags_on_launch: boolean;
  @Flag() ask_tags_on_launch: boolean;
  @Prompt() skip_tags: string | null;
  @Prompt() job_tags: string | null;
}
