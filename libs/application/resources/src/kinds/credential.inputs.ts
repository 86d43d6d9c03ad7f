import { type Json, type JsonObject, MASK, isJsonObject } from '@domain/kernel';
import type { Fields } from '../declaration/rules.js';

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
  id: String(field['id']),
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

const valueError = (field: InputField, inputs: JsonObject): string | undefined => {
  const value = Object.hasOwn(inputs, field.id) ? inputs[field.id] : undefined;
  if (value === undefined || value === null || value === '' || value === false || value === MASK) return undefined;
  if (typeof value !== field.type) return `${shown(field, value)} is not of type '${field.type}'`;
  if (field.id === 'vault_id' && String(value).includes('@')) return '@ is not an allowed character';
  if (field.choices && !field.choices.includes(String(value)))
    return `${shown(field, value)} is not one of [${field.choices.map((choice) => `'${choice}'`).join(', ')}]`;
  if (field.format === 'ssh_private_key' && !isPrivateKey(String(value)))
    return `${shown(field, value)} is not a 'ssh_private_key'`;
  return undefined;
};

const shown = (field: InputField, value: Json): string => {
  if (field.secret) return MASK;
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
};

const PEM = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^]*-----END [A-Z0-9 ]*PRIVATE KEY-----/;

const isPrivateKey = (text: string): boolean => PEM.test(text);

/** An OpenSSH key names its cipher in the base64 body; the older formats say so in a header. */
const isEncryptedKey = (text: string): boolean => {
  if (/Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/.test(text)) return true;
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(text) ?? [];
  if (body === undefined) return false;
  const head = Buffer.from(body.replace(/\s/g, ''), 'base64').subarray(15, 64).toString('latin1');
  return head.startsWith('\0\0\0') && !head.slice(4).startsWith('none');
};

const dependencyErrors = (inputs: JsonObject, type: Fields | undefined): NestedErrors => {
  if (type?.['kind'] === 'net' && inputs['authorize_password'] && !inputs['authorize'])
    return { inputs: { authorize_password: ['cannot be set unless "Authorize" is set'] } };
  const key = inputs['ssh_key_data'];
  if (type?.['managed'] !== true || typeof key !== 'string' || key === '' || key === MASK) return {};
  const unlock = inputs['ssh_key_unlock'];
  if (isEncryptedKey(key) && !unlock) return { inputs: { ssh_key_unlock: ['must be set when SSH key is encrypted.'] } };
  if (!isEncryptedKey(key) && unlock)
    return { inputs: { ssh_key_unlock: ['should not be set when SSH key is not encrypted.'] } };
  return {};
};
