import { Flag, Inputs, Reference, Shown } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { credentialRules } from './credential.rules.js';
import { Named } from './named.js';

@Resource({
  type: 'credential',
  path: 'credentials',
  noun: 'Credential',
  model: 'Credential',
  title: 'Credential',
  prefix: 'cred',
  idSpace: 'credential',
  ordering: ['name'],
  capabilities: { edit: 'change', delete: 'delete', copy: 'copy', use: 'use' },
  unique: [
    {
      fields: ['organization', 'name', 'credential_type'],
      errorKey: '__all__',
      message: 'Credential with this Organization, Name and Credential type already exists.',
      applies: ({ organization }) => organization !== null && organization !== undefined,
    },
  ],
  related: {
    activity_stream: 'activity_stream',
    access_list: 'access_list',
    object_roles: 'object_roles',
    owner_users: 'owner_users',
    owner_teams: 'owner_teams',
    copy: 'copy',
    input_sources: 'input_sources',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the credential' },
    { field: 'use_role', name: 'Use', description: 'Can use the credential in a job template' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the credential' },
  ],
  rules: credentialRules,
})
export class Credential extends Named {
  @Reference('organization', { default: null, onDelete: 'cascade' })
  organization: number | null;

  @Reference('credential_type', { required: true, label: 'Credential Type', onDelete: 'keep' })
  credential_type: number;

  @Flag({ writing: 'never' })
  managed: boolean;

  @Inputs({ help: 'Enter inputs using either JSON or YAML syntax.' })
  inputs: object;

  @Shown('text', { origin: 'computed', nullable: true, filterable: false, describedAs: 'field' })
  kind: string | null;

  @Shown('flag', { origin: 'computed', filterable: false, describedAs: 'field' })
  cloud: boolean;

  @Shown('flag', { origin: 'computed', filterable: false, describedAs: 'field' })
  kubernetes: boolean;

  @Reference('user', { default: null, writing: 'only', onDelete: 'keep', filterable: false })
  user: number | null;

  @Reference('team', { default: null, writing: 'only', onDelete: 'keep', filterable: false })
  team: number | null;
}
