import type { JsonObject } from '@domain/kernel';

/** What decides whether a credential wants something typed at launch. Inputs as AWX names them; secrets need only tell ASK from other. */
export interface CredentialInputs {
  readonly kind: string;
  readonly inputs: JsonObject;
  /** The private key is protected by a passphrase. */
  readonly hasLockedKey: boolean;
}

const ASK = 'ASK';

/** Keys that must be typed, such as `ssh_password` or `vault_password.prod` (spec launch.md §4.3). */
export const passwordKeys = ({ kind, inputs, hasLockedKey }: CredentialInputs): readonly string[] => {
  if (kind === 'ssh') return machineKeys(inputs, hasLockedKey);
  if (kind !== 'vault' || inputs['vault_password'] !== ASK) return [];
  const id = inputs['vault_id'];
  return [typeof id === 'string' && id !== '' ? `vault_password.${id}` : 'vault_password'];
};

const machineKeys = (inputs: JsonObject, hasLockedKey: boolean): readonly string[] => {
  const unlock = inputs['ssh_key_unlock'] ?? '';
  const keys: string[] = [];
  if (inputs['password'] === ASK) keys.push('ssh_password');
  if (inputs['become_password'] === ASK) keys.push('become_password');
  if (hasLockedKey && (unlock === ASK || unlock === '')) keys.push('ssh_key_unlock');
  return keys;
};
