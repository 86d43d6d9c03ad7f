import { Reference } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { Named } from './named.js';
import { teamRules } from './team.rules.js';

@Resource({
  type: 'team',
  path: 'teams',
  noun: 'Team',
  model: 'Team',
  title: 'Team',
  prefix: 'team',
  idSpace: 'team',
  ordering: ['organization__name', 'name'],
  unique: [
    {
      fields: ['organization', 'name'],
      errorKey: '__all__',
      message: 'Team with this Organization and Name already exists.',
    },
  ],
  related: {
    projects: 'projects',
    users: 'users',
    credentials: 'credentials',
    roles: 'roles',
    object_roles: 'object_roles',
    activity_stream: 'activity_stream',
    access_list: 'access_list',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the team' },
    { field: 'member_role', name: 'Member', description: 'User is a member of the team' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the team' },
  ],
  rules: teamRules,
})
export class Team extends Named {
  @Reference('organization', { required: true, onDelete: 'cascade' })
  organization: number;
}
