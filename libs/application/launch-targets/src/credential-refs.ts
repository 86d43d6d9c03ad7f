import { isJsonObject, isSealed, type Json, type JsonObject, type Value } from '@domain/kernel';
import { type CredentialRef, passwordKeys } from '@domain/launch';
import type { Stored } from './stored-resources.js';

type Inputs = Readonly<Record<string, Value>>;

/** What composing must know of a credential. */
export const credentialRef = ({ ref: { id, name }, state }: Stored, type: Stored): CredentialRef => {
  const kind = text(type.state.fields['kind'] as Json);
  const inputs = (state.fields['inputs'] ?? {}) as Inputs;
  const plain = plainInputs(inputs);
  return {
    id,
    name,
    typeId: type.ref.id,
    typeName: type.ref.name,
    kind,
    vaultId: kind === 'vault' ? text(plain['vault_id']) : '',
    passwordsNeeded: passwordKeys({ kind, inputs: plain, hasLockedKey: hasLockedKey(inputs, plain) }),
  };
};

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const plainInputs = (inputs: Inputs): JsonObject =>
  isJsonObject(inputs as Json)
    ? Object.fromEntries(Object.entries(inputs).flatMap(([name, value]) => (isSealed(value) ? [] : [[name, value.v]])))
    : {};

/** A passphrase is stored, or asked for, exactly when the key has one: saving the credential sees to that. */
const hasLockedKey = (inputs: Inputs, plain: JsonObject): boolean =>
  inputs['ssh_key_data'] !== undefined && plain['ssh_key_unlock'] === 'ASK';
