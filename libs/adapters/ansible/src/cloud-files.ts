import type { RunCredential } from '@application/ports';
import { ended, textInput } from './injection.js';

interface CloudFile {
  readonly variables: readonly string[];
  readonly content: string;
}

/** Files that managed credential types leave in the private directory, with the variables that name them. */
export const cloudFile = (
  credential: RunCredential,
  directory: string,
): { readonly files: ReadonlyMap<string, string>; readonly variables: Readonly<Record<string, string>> } => {
  const written = (FILES[credential.namespace ?? '']?.(credential) ?? []).filter(
    ({ content }) => content.trim() !== '',
  );
  const name = (index: number): string => `in/credential-${credential.id}-${index}`;
  return {
    files: new Map(written.map(({ content }, index) => [name(index), content])),
    variables: Object.fromEntries(
      written.flatMap(({ variables }, index) => variables.map((variable) => [variable, `${directory}/${name(index)}`])),
    ),
  };
};

const FILES: Readonly<Record<string, (credential: RunCredential) => readonly CloudFile[]>> = {
  net: (credential) => [
    { variables: ['ANSIBLE_NET_SSH_KEYFILE'], content: ended(textInput(credential, 'ssh_key_data')) },
  ],
  gce: (credential) => [
    {
      variables: ['GCE_CREDENTIALS_FILE_PATH', 'GCP_SERVICE_ACCOUNT_FILE', 'GOOGLE_APPLICATION_CREDENTIALS'],
      content: serviceAccount(credential),
    },
  ],
  openstack: (credential) => [{ variables: ['OS_CLIENT_CONFIG_FILE'], content: clouds(credential) }],
  rhv: (credential) => [{ variables: ['OVIRT_INI_PATH'], content: ovirt(credential) }],
  terraform: (credential) => [
    { variables: ['TF_BACKEND_CONFIG_FILE'], content: textInput(credential, 'configuration') },
    { variables: ['GOOGLE_BACKEND_CREDENTIALS'], content: textInput(credential, 'gce_credentials') },
  ],
  kubernetes_bearer_token: (credential) => [
    { variables: ['K8S_AUTH_SSL_CA_CERT'], content: textInput(credential, 'ssl_ca_cert') },
  ],
};

const serviceAccount = (credential: RunCredential): string =>
  JSON.stringify({
    type: 'service_account',
    private_key: textInput(credential, 'ssh_key_data'),
    client_email: textInput(credential, 'username'),
    project_id: textInput(credential, 'project'),
    token_uri: 'https://oauth2.googleapis.com/token',
  });

/** JSON is YAML: nothing a user typed can leave its place. */
const clouds = (credential: RunCredential): string => {
  const input = (name: string): string | undefined => textInput(credential, name) || undefined;
  const auth = {
    auth_url: input('host'),
    username: input('username'),
    password: input('password'),
    project_name: input('project'),
    project_domain_name: input('project_domain_name'),
    domain_name: input('domain'),
  };
  const verify = credential.inputs['verify_ssl'] !== false;
  return JSON.stringify({ clouds: { devstack: { auth, region_name: input('region'), verify } } });
};

const ovirt = (credential: RunCredential): string => {
  const line = (name: string, input: string): string =>
    `${name}=${textInput(credential, input).replace(/[\r\n]/g, '')}`;
  const lines = [line('ovirt_url', 'host'), line('ovirt_username', 'username'), line('ovirt_password', 'password')];
  return [
    '[ovirt]',
    ...lines,
    ...(textInput(credential, 'ca_file') === '' ? [] : [line('ovirt_ca_file', 'ca_file')]),
    '',
  ].join('\n');
};
