import { Choice, Flag, Reference, Secret, Shown, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { applicationRules } from './application.rules.js';

@Resource({
  type: 'o_auth2_application',
  path: 'applications',
  noun: 'Application',
  model: 'OAuth2Application',
  title: 'Application',
  prefix: 'application',
  idSpace: 'application',
  signed: false,
  ordering: ['organization__name', 'name'],
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'Application with this Name and Organization already exists.',
    },
  ],
  related: { tokens: 'tokens', activity_stream: 'activity_stream' },
  rules: applicationRules,
})
export class Application {
  @Text({ maxLength: 255 })
  name: string;

  @Text()
  description: string;

  @Shown('text')
  client_id: string;

  @Secret({
    nullable: true,
    label: 'Client Secret',
    help: 'Used for more stringent verification of access to an application when creating a token.',
  })
  client_secret: string | null;

  @Choice(
    [
      ['confidential', 'Confidential'],
      ['public', 'Public'],
    ],
    {
      required: true,
      label: 'Client Type',
      help: 'Set to Public or Confidential depending on how secure the client device is.',
    },
  )
  client_type: string;

  @Text({ label: 'Redirect URIs', help: 'Allowed URIs list, space separated' })
  redirect_uris: string;

  @Choice(
    [
      ['authorization-code', 'Authorization code'],
      ['password', 'Resource owner password-based'],
    ],
    {
      required: true,
      writing: 'once',
      label: 'Authorization Grant Type',
      help: 'The Grant type the user must use for acquire tokens for this application.',
    },
  )
  authorization_grant_type: string;

  @Flag({
    label: 'Skip Authorization',
    help: 'Set True to skip authorization step for completely trusted applications.',
  })
  skip_authorization: boolean;

  @Reference('organization', {
    required: true,
    onDelete: 'cascade',
    help: 'Organization containing this application.',
  })
  organization: number;
}
