import type { RunCredential } from '@application/ports';
import { injectCloud } from './cloud-credentials.js';
import { injectCustom } from './custom-credential.js';
import { type Injection, NOTHING, joined, textInput } from './injection.js';
import { injectMachine } from './machine-credential.js';

/** All that the credentials of a job bring into its run (spec resources.md §11.3); without a machine credential the user is root. */
export const injectCredentials = (credentials: readonly RunCredential[], directory: string): Injection => {
  const start = credentials.some(({ namespace }) => namespace === 'ssh')
    ? NOTHING
    : { ...NOTHING, args: ['--user=root'] };
  return credentials.map((credential) => injectionOf(credential, directory)).reduce(joined, start);
};

const injectionOf = (credential: RunCredential, directory: string): Injection => {
  if (credential.namespace === null) return injectCustom(credential, directory);
  if (credential.namespace === 'ssh') return injectMachine(credential, directory);
  if (credential.namespace === 'vault') return injectVault(credential, directory);
  return injectCloud(credential, directory);
};

const injectVault = (credential: RunCredential, directory: string): Injection => {
  const file = `in/vault-${credential.id}`;
  const id = textInput(credential, 'vault_id');
  const path = `${directory}/${file}`;
  return {
    ...NOTHING,
    args: [id === '' ? `--vault-password-file=${path}` : `--vault-id=${id.replaceAll('@', '')}@${path}`],
    files: new Map([[file, `${textInput(credential, 'vault_password')}\n`]]),
  };
};
