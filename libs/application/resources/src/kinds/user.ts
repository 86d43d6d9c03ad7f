import { Flag, Password, Shown, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { userRules } from './user.rules.js';

@Resource({
  type: 'user',
  path: 'users',
  noun: 'User',
  model: 'User',
  title: 'User',
  prefix: 'user',
  idSpace: 'user',
  nameField: 'username',
  signed: false,
  ordering: ['username'],
  search: ['email', 'first_name', 'last_name', 'username'],
  unique: [{ fields: ['username'], errorKey: 'username', message: 'A user with that username already exists.' }],
  related: {
    teams: 'teams',
    organizations: 'organizations',
    admin_of_organizations: 'admin_of_organizations',
    projects: 'projects',
    credentials: 'credentials',
    roles: 'roles',
    activity_stream: 'activity_stream',
    access_list: 'access_list',
    tokens: 'tokens',
    authorized_tokens: 'authorized_tokens',
    personal_tokens: 'personal_tokens',
  },
  rules: userRules,
})
export class User {
  @Text({ required: true, maxLength: 150 })
  username: string;

  @Text({ maxLength: 150, default: undefined })
  first_name: string;

  @Text({ maxLength: 150, default: undefined })
  last_name: string;

  @Text({ maxLength: 254, default: undefined, label: 'Email address' })
  email: string;

  @Flag({
    label: 'Superuser status',
    help: 'Designates that this user has all permissions without explicitly assigning them.',
  })
  is_superuser: boolean;

  @Flag({ filterable: false })
  is_system_auditor: boolean;

  @Password({ help: 'Field used to change the password.' })
  password: string;

  @Shown('text', { origin: 'computed', default: '', filterable: false })
  ldap_dn: string;

  @Shown('time', { origin: 'computed', filterable: true })
  last_login: string | null;

  @Shown('untyped', { origin: 'computed', nullable: true, filterable: false })
  external_account: null;
}
