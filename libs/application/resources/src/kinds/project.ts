import { Choice, Flag, Integer, Reference, Shown, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { projectRules } from './project.rules.js';
import { Status, Template } from './template-status.js';

@Resource({
  type: 'project',
  path: 'projects',
  noun: 'Project',
  model: 'Project',
  title: 'Project',
  prefix: 'project',
  idSpace: 'unified_job_template',
  capabilities: { edit: 'change', delete: 'delete', start: 'update', schedule: 'update', copy: 'copy' },
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'Project with this (name, organization) combination already exists.',
    },
    {
      fields: ['local_path'],
      errorKey: 'local_path',
      message: 'This path is already being used by another manual project.',
      applies: ({ scm_type, local_path }) => scm_type === '' && local_path !== '',
    },
  ],
  related: {
    teams: 'teams',
    playbooks: 'playbooks',
    inventory_files: 'inventories',
    update: 'update',
    project_updates: 'project_updates',
    scm_inventory_sources: 'scm_inventory_sources',
    schedules: 'schedules',
    activity_stream: 'activity_stream',
    notification_templates_started: 'notification_templates_started',
    notification_templates_success: 'notification_templates_success',
    notification_templates_error: 'notification_templates_error',
    access_list: 'access_list',
    object_roles: 'object_roles',
    copy: 'copy',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the project' },
    { field: 'use_role', name: 'Use', description: 'Can use the project in a job template' },
    { field: 'update_role', name: 'Update', description: 'May update the project' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the project' },
  ],
  rules: projectRules,
})
export class Project extends Template {
  @Text({ maxLength: 1024, default: undefined, help: 'Local path (relative to PROJECTS_ROOT) of this project.' })
  local_path: string;

  @Choice(
    [
      ['', 'Manual'],
      ['git', 'Git'],
      ['svn', 'Subversion'],
      ['insights', 'Red Hat Insights'],
      ['archive', 'Remote Archive'],
    ],
    { default: '', label: 'SCM Type', help: 'Specifies the source control system used to store the project.' },
  )
  scm_type: string;

  @Text({ maxLength: 1024, label: 'SCM URL', help: 'The location where the project is stored.' })
  scm_url: string;

  @Text({ maxLength: 256, label: 'SCM Branch', help: 'Specific branch, tag or commit to checkout.' })
  scm_branch: string;

  @Text({ maxLength: 1024, label: 'SCM refspec', help: 'For git projects, an additional refspec to fetch.' })
  scm_refspec: string;

  @Flag({ help: 'Discard any local changes before syncing the project.' })
  scm_clean: boolean;

  @Flag({ help: 'Track submodules latest commits on defined branch.' })
  scm_track_submodules: boolean;

  @Flag({ help: 'Delete the project before syncing.' })
  scm_delete_on_update: boolean;

  @Reference('credential')
  credential: number | null;

  @Integer({ min: -2_147_483_648, help: 'The amount of time (in seconds) to run before the task is canceled.' })
  timeout: number;

  @Shown('text', { origin: 'status', default: '', label: 'SCM Revision', filterable: true })
  scm_revision: string;

  @Status(['ok', 'OK'], ['missing', 'Missing'])
  status: string;

  @Reference('organization')
  organization: number | null;

  @Flag({ help: 'Update the project when a job is launched that uses the project.' })
  scm_update_on_launch: boolean;

  @Integer({ help: 'Seconds after the last project update ran that a new one is launched as a dependency.' })
  scm_update_cache_timeout: number;

  @Flag({ help: 'Allow changing the SCM branch or revision in a job template that uses this project.' })
  allow_override: boolean;

  @Shown('text', { origin: 'computed', nullable: true, filterable: true })
  custom_virtualenv: null;

  @Reference('execution_environment', { help: 'The default execution environment for jobs run using this project.' })
  default_environment: number | null;

  @Reference('credential', { help: 'An optional credential used for validating files against unexpected changes.' })
  signature_validation_credential: number | null;

  @Shown('flag', { origin: 'computed', default: false, filterable: false })
  last_update_failed: boolean;

  @Shown('time', { origin: 'computed', filterable: false })
  last_updated: string | null;
}
