import { Integer, Reference, Shown } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { Named } from './named.js';
import { organizationRoles } from './organization.roles.js';
import { organizationRules } from './organization.rules.js';

@Resource({
  type: 'organization',
  path: 'organizations',
  noun: 'Organization',
  model: 'Organization',
  title: 'Organization',
  prefix: 'org',
  idSpace: 'organization',
  ordering: ['name'],
  unique: [{ fields: ['name'], errorKey: 'name', message: 'Organization with this Name already exists.' }],
  relations: [
    { name: 'instance_groups', target: 'instance_group', ordered: true },
    { name: 'galaxy_credentials', target: 'credential', ordered: true },
    { name: 'projects', target: 'project', kind: 'reverse', foreignKey: 'organization', creates: true },
    { name: 'inventories', target: 'inventory', kind: 'reverse', foreignKey: 'organization' },
    { name: 'job_templates', target: 'job_template', kind: 'reverse', foreignKey: 'organization' },
    { name: 'workflow_job_templates', target: 'workflow_job_template', kind: 'reverse', foreignKey: 'organization' },
    { name: 'teams', target: 'team', kind: 'owned', foreignKey: 'organization', creates: true },
    { name: 'credentials', target: 'credential', kind: 'reverse', foreignKey: 'organization' },
    { name: 'applications', target: 'o_auth2_application', kind: 'owned', foreignKey: 'organization', creates: true },
    {
      name: 'execution_environments',
      target: 'execution_environment',
      kind: 'owned',
      foreignKey: 'organization',
      creates: true,
    },
  ],
  related: {
    execution_environments: 'execution_environments',
    projects: 'projects',
    inventories: 'inventories',
    job_templates: 'job_templates',
    workflow_job_templates: 'workflow_job_templates',
    users: 'users',
    admins: 'admins',
    teams: 'teams',
    credentials: 'credentials',
    applications: 'applications',
    activity_stream: 'activity_stream',
    notification_templates: 'notification_templates',
    notification_templates_started: 'notification_templates_started',
    notification_templates_success: 'notification_templates_success',
    notification_templates_error: 'notification_templates_error',
    notification_templates_approvals: 'notification_templates_approvals',
    object_roles: 'object_roles',
    access_list: 'access_list',
    instance_groups: 'instance_groups',
    galaxy_credentials: 'galaxy_credentials',
  },
  roles: organizationRoles,
  rules: organizationRules,
})
export class Organization extends Named {
  @Integer({ help: 'Maximum number of hosts allowed to be managed by this organization.' })
  max_hosts: number;

  @Shown('text', { origin: 'computed', nullable: true, filterable: true })
  custom_virtualenv: null;

  @Reference('execution_environment', { help: 'The default execution environment for jobs run by this organization.' })
  default_environment: number | null;
}
