import type { JsonObject } from '@domain/kernel';

/** A credential type that comes with the installation and that nobody may change (spec resources.md §11.3). */
export interface ManagedCredentialType {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly inputs: JsonObject;
}

type Option = 'secret' | 'askable' | 'multiline' | 'key' | 'boolean';

const field = (id: string, label: string, ...options: readonly Option[]): JsonObject => ({
  id,
  label,
  type: options.includes('boolean') ? 'boolean' : 'string',
  ...(options.includes('key') && { format: 'ssh_private_key' }),
  ...(options.includes('secret') && { secret: true }),
  ...((options.includes('multiline') || options.includes('key')) && { multiline: true }),
  ...(options.includes('askable') && { ask_at_runtime: true }),
});

const inputs = (fields: readonly JsonObject[], required: readonly string[] = []): JsonObject =>
  required.length === 0 ? { fields } : { fields, required };

const USERNAME = field('username', 'Username');
const KEY = field('ssh_key_data', 'SSH Private Key', 'secret', 'key');
const PASSPHRASE = field('ssh_key_unlock', 'Private Key Passphrase', 'secret');

const MACHINE = inputs([
  USERNAME,
  field('password', 'Password', 'secret', 'askable'),
  KEY,
  field('ssh_public_key_data', 'Signed SSH Certificate', 'secret', 'multiline'),
  field('ssh_key_unlock', 'Private Key Passphrase', 'secret', 'askable'),
  field('become_method', 'Privilege Escalation Method'),
  field('become_username', 'Privilege Escalation Username'),
  field('become_password', 'Privilege Escalation Password', 'secret', 'askable'),
]);

const SOURCE_CONTROL = inputs([USERNAME, field('password', 'Password', 'secret'), KEY, PASSPHRASE]);

const VAULT = inputs(
  [
    field('vault_password', 'Vault Password', 'secret', 'askable'),
    { ...field('vault_id', 'Vault Identifier'), format: 'vault_id' },
  ],
  ['vault_password'],
);

const AMAZON = inputs(
  [
    field('username', 'Access Key'),
    field('password', 'Secret Key', 'secret'),
    field('security_token', 'STS Token', 'secret'),
  ],
  ['username', 'password'],
);

const GOOGLE = inputs(
  [
    field('username', 'Service Account Email Address'),
    field('project', 'Project'),
    field('ssh_key_data', 'RSA Private Key', 'secret', 'key'),
  ],
  ['username', 'ssh_key_data'],
);

const AZURE = inputs(
  [
    field('subscription', 'Subscription ID'),
    USERNAME,
    field('password', 'Password', 'secret'),
    field('client', 'Client ID'),
    field('secret', 'Client Secret', 'secret'),
    field('tenant', 'Tenant ID'),
    field('cloud_environment', 'Azure Cloud Environment'),
  ],
  ['subscription'],
);

const OPENSTACK = inputs(
  [
    USERNAME,
    field('password', 'Password (API Key)', 'secret'),
    field('host', 'Host (Authentication URL)'),
    field('project', 'Project (Tenant Name)'),
    field('project_domain_name', 'Project (Domain Name)'),
    field('domain', 'Domain Name'),
    field('region', 'Region Name'),
    { ...field('verify_ssl', 'Verify SSL', 'boolean'), default: true },
  ],
  ['username', 'password', 'host', 'project'],
);

/** In the order in which a fresh installation numbers them. */
export const MANAGED_CREDENTIAL_TYPES: readonly ManagedCredentialType[] = [
  { namespace: 'ssh', kind: 'ssh', name: 'Machine', inputs: MACHINE },
  { namespace: 'scm', kind: 'scm', name: 'Source Control', inputs: SOURCE_CONTROL },
  { namespace: 'vault', kind: 'vault', name: 'Vault', inputs: VAULT },
  { namespace: 'aws', kind: 'cloud', name: 'Amazon Web Services', inputs: AMAZON },
  { namespace: 'openstack', kind: 'cloud', name: 'OpenStack', inputs: OPENSTACK },
  { namespace: 'gce', kind: 'cloud', name: 'Google Compute Engine', inputs: GOOGLE },
  { namespace: 'azure_rm', kind: 'cloud', name: 'Microsoft Azure Resource Manager', inputs: AZURE },
];
