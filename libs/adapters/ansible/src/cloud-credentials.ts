import type { RunCredential } from '@application/ports';
import { cloudFile } from './cloud-files.js';
import { type Injection, NOTHING, textInput } from './injection.js';

/** `input -> variables`, a star marks a secret; an input that is empty sets nothing. */
const VARIABLES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  net: {
    username: ['ANSIBLE_NET_USERNAME'],
    'password*': ['ANSIBLE_NET_PASSWORD'],
    'authorize_password*': ['ANSIBLE_NET_AUTH_PASS'],
  },
  aws: {
    username: ['AWS_ACCESS_KEY_ID'],
    'password*': ['AWS_SECRET_ACCESS_KEY'],
    'security_token*': ['AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'],
  },
  gce: { username: ['GCE_EMAIL'], project: ['GCE_PROJECT', 'GCP_PROJECT'] },
  azure_rm: { subscription: ['AZURE_SUBSCRIPTION_ID'], cloud_environment: ['AZURE_CLOUD_ENVIRONMENT'] },
  vmware: { host: ['VMWARE_HOST'], username: ['VMWARE_USER'], 'password*': ['VMWARE_PASSWORD'] },
  rhv: { host: ['OVIRT_URL'], username: ['OVIRT_USERNAME'], 'password*': ['OVIRT_PASSWORD'] },
  controller: {
    host: ['TOWER_HOST', 'CONTROLLER_HOST'],
    username: ['TOWER_USERNAME', 'CONTROLLER_USERNAME'],
    'password*': ['TOWER_PASSWORD', 'CONTROLLER_PASSWORD'],
    'oauth_token*': ['TOWER_OAUTH_TOKEN', 'CONTROLLER_OAUTH_TOKEN'],
    verify_ssl: ['TOWER_VERIFY_SSL', 'CONTROLLER_VERIFY_SSL'],
  },
  kubernetes_bearer_token: {
    host: ['K8S_AUTH_HOST'],
    'bearer_token*': ['K8S_AUTH_API_KEY'],
    verify_ssl: ['K8S_AUTH_VERIFY_SSL'],
  },
};

/** What does not depend on an input, or on several. */
const CONSTANTS: Readonly<Record<string, (credential: RunCredential) => Readonly<Record<string, string>>>> = {
  net: (credential) => ({ ANSIBLE_NET_AUTHORIZE: credential.inputs['authorize'] === true ? '1' : '0' }),
  gce: () => ({ GCP_AUTH_KIND: 'serviceaccount' }),
  vmware: () => ({ VMWARE_VALIDATE_CERTS: 'False' }),
};

/** Variables and files of a managed credential type other than Machine and Vault; kinds that only serve updates bring nothing. */
export const injectCloud = (credential: RunCredential, directory: string): Injection => {
  const namespace = credential.namespace ?? '';
  const rows = Object.entries({ ...VARIABLES[namespace], ...azureLogin(credential) });
  const env: Record<string, string> = { ...CONSTANTS[namespace]?.(credential) };
  const hidden = new Set<string>();
  for (const [input, names] of rows) {
    const value = textInput(credential, input.replace('*', ''));
    if (value === '') continue;
    names.forEach((name) => (env[name] = value));
    if (input.endsWith('*')) names.forEach((name) => hidden.add(name));
  }
  const { files, variables } = cloudFile(credential, directory);
  return { ...NOTHING, env: { ...env, ...variables }, hidden, files };
};

/** A service principal when there is one, else the user. */
const azureLogin = (credential: RunCredential): Readonly<Record<string, readonly string[]>> => {
  if (credential.namespace !== 'azure_rm') return {};
  const isPrincipal = textInput(credential, 'client') !== '' && textInput(credential, 'tenant') !== '';
  return isPrincipal
    ? { client: ['AZURE_CLIENT_ID'], tenant: ['AZURE_TENANT'], 'secret*': ['AZURE_SECRET'] }
    : { username: ['AZURE_AD_USER'], 'password*': ['AZURE_PASSWORD'] };
};
