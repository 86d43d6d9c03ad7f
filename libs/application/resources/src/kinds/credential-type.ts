import { Choice, Document, Flag, Shown } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { credentialTypeRules } from './credential-type.rules.js';
import { Named } from './named.js';

@Resource({
  type: 'credential_type',
  path: 'credential_types',
  noun: 'CredentialType',
  model: 'CredentialType',
  title: 'Credential Type',
  prefix: 'credtype',
  idSpace: 'credential_type',
  ordering: ['kind', 'name'],
  unique: [
    {
      fields: ['name', 'kind'],
      errorKey: '__all__',
      message: 'Credential type with this Name and Kind already exists.',
    },
  ],
  relations: [
    { name: 'credentials', target: 'credential', kind: 'reverse', foreignKey: 'credential_type', creates: true },
  ],
  related: { credentials: 'credentials', activity_stream: 'activity_stream' },
  rules: credentialTypeRules,
})
export class CredentialType extends Named {
  @Choice(
    [
      ['ssh', 'Machine'],
      ['vault', 'Vault'],
      ['net', 'Network'],
      ['scm', 'Source Control'],
      ['cloud', 'Cloud'],
      ['registry', 'Container Registry'],
      ['token', 'Personal Access Token'],
      ['insights', 'Insights'],
      ['external', 'External'],
      ['kubernetes', 'Kubernetes'],
      ['galaxy', 'Galaxy/Automation Hub'],
      ['cryptography', 'Cryptography'],
    ],
    { required: true },
  )
  kind: string;

  @Shown('text', { nullable: true })
  namespace: string | null;

  @Flag({ writing: 'never' })
  managed: boolean;

  @Document({ default: {}, help: 'Enter inputs using either JSON or YAML syntax.' })
  inputs: object;

  @Document({ default: {}, help: 'Enter injectors using either JSON or YAML syntax.' })
  injectors: object;
}
