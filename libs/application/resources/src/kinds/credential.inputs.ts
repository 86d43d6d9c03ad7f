import { type Json, type JsonObject, MASK, isJsonObject } from '@domain/kernel';
import type { Fields } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';
import { isEncryptedKey, isPrivateKey } from './private-key.js';

/** One field of a credential type's `inputs`. */
export interface InputField {
  readonly id: string;
  readonly type: 'string' | 'boolean';
  readonly secret: boolean;
  readonly askable: boolean;
  readonly format: string | undefined;
  readonly choices: readonly string[] | undefined;
  readonly default: Json | undefined;
}

const texts = (value: Json | undefined): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;

const inputField = (field: JsonObject): InputField => ({
  id: textOf(field['id']),
  type: field['type'] === 'boolean' ? 'boolean' : 'string',
  secret: field['secret'] === true,
  askable: field['ask_at_runtime'] === true,
  format: typeof field['format'] === 'string' ? field['format'] : undefined,
  choices: texts(field['choices']),
  default: field['default'],
});

/** Fields that credentials of a type have, in order. */
export const inputFields = (type: Fields | undefined): readonly InputField[] => {
  const inputs = type?.['inputs'];
  const fields = isJsonObject(inputs) ? inputs['fields'] : undefined;
  return Array.isArray(fields) ? fields.filter(isJsonObject).map(inputField) : [];
};

type NestedErrors = Readonly<Record<string, readonly string[] | Readonly<Record<string, readonly string[]>>>>;

/** Errors in inputs (spec resources.md §12.2); the value of a secret never appears in them. */
export const inputErrors = (inputs: Json, type: Fields | undefined): NestedErrors => {
  if (!isJsonObject(inputs)) return {};
  const fields = inputFields(type);
  const unknown = Object.keys(inputs).filter((key) => !fields.some(({ id }) => id === key));
  if (unknown.length > 0) return { inputs: [unexpected(unknown)] };
  const wrong = fields.flatMap((field) => {
    const error = valueError(field, inputs);
    return error === undefined ? [] : [[field.id, [error]] as const];
  });
  if (wrong.length > 0) return { inputs: Object.fromEntries(wrong) };
  return dependencyErrors(inputs, type);
};

const unexpected = (keys: readonly string[]): string => {
  const names = [...keys].sort().map((key) => `'${key}'`);
  return `Additional properties are not allowed (${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} unexpected)`;
};

const isUnset = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || value === false || value === MASK;

const valueError = (field: InputField, inputs: JsonObject): string | undefined => {
  const value = Object.hasOwn(inputs, field.id) ? inputs[field.id] : undefined;
  if (value === undefined || isUnset(value)) return undefined;
  if (typeof value !== field.type) return `${shown(field, value)} is not of type '${field.type}'`;
  return typeof value === 'string' ? textError(field, value) : undefined;
};

const textError = (field: InputField, text: string): string | undefined => {
  if (field.id === 'vault_id' && text.includes('@')) return '@ is not an allowed character';
  if (field.choices && !field.choices.includes(text))
    return `${shown(field, text)} is not one of [${field.choices.map((choice) => `'${choice}'`).join(', ')}]`;
  if (field.format === 'ssh_private_key' && !isPrivateKey(text))
    return `${shown(field, text)} is not a 'ssh_private_key'`;
  return undefined;
};

const shown = (field: InputField, value: Json): string => {
  if (field.secret) return MASK;
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
};

const dependencyErrors = (inputs: JsonObject, type: Fields | undefined): NestedErrors => {
  if (type?.['kind'] === 'net' && inputs['authorize_password'] && !inputs['authorize'])
    return { inputs: { authorize_password: ['cannot be set unless "Authorize" is set'] } };
  const key = inputs['ssh_key_data'];
  if (type?.['managed'] !== true || typeof key !== 'string' || isUnset(key)) return {};
  return unlockErrors(isEncryptedKey(key), !isUnset(inputs['ssh_key_unlock']) || inputs['ssh_key_unlock'] === MASK);
};

/** A passphrase that is asked for at launch, or kept as it is, counts as one. */
const unlockErrors = (isEncrypted: boolean, isUnlocked: boolean): NestedErrors => {
  if (isEncrypted && !isUnlocked) return { inputs: { ssh_key_unlock: ['must be set when SSH key is encrypted.'] } };
  if (!isEncrypted && isUnlocked)
    return { inputs: { ssh_key_unlock: ['should not be set when SSH key is not encrypted.'] } };
  return {};
};
