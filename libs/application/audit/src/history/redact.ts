import { isJsonObject, type Json, type JsonObject, MASK, withEntries } from '@domain/kernel';

/** AWX's words for artifacts of a task with `no_log`. */
const HIDDEN = '$hidden due to Ansible no_log flag$';
const NO_LOG_KEY = '_ansible_no_log';

/** Objects under these names hold variables by name. */
const VARIABLES: ReadonlySet<string> = new Set(['extra_vars', 'extra_data']);

/** What must not be shown although it is stored as plain text. */
export interface Secrecy {
  /** Names of variables. */
  readonly masks: ReadonlySet<string>;
  /** Names of members, such as resource fields that hold hashes of passwords. */
  readonly members: ReadonlySet<string>;
}

/** An event's data as an audit may show it: no ciphertext, no password hash, no masked variable, no hidden artifact. */
export const redacted = (data: Json, secrecy: Secrecy): Json => {
  if (Array.isArray(data)) return data.map((item: Json) => redacted(item, secrecy));
  if (!isJsonObject(data)) return data;
  if (isCiphertext(data)) return MASK;
  if (data[NO_LOG_KEY]) return HIDDEN;
  const members = secretMembers(data, secrecy);
  // The offers inside a decision on a masked variable are as secret as its result.
  const within = members === OF_A_DECISION ? { ...secrecy, members } : secrecy;
  return mapped(data, (name, value) => {
    if (members.has(name)) return hidden(value);
    return VARIABLES.has(name) && isJsonObject(value) ? redactedVariables(value, within) : redacted(value, within);
  });
};

const isCiphertext = (value: JsonObject): boolean => isJsonObject(value['sealed']) && typeof value['mac'] === 'string';

const redactedVariables = (variables: JsonObject, secrecy: Secrecy): JsonObject =>
  mapped(variables, (name, value) => (secrecy.masks.has(name) ? MASK : redacted(value, secrecy)));

const NONE: ReadonlySet<string> = new Set();
const OF_A_DECISION: ReadonlySet<string> = new Set(['effective', 'value']);
const OF_A_CHANGE: ReadonlySet<string> = new Set(['old', 'new']);

/** Members to hide of an object that tells of one variable (a decision, a refusal) or of a resource's fields. */
const secretMembers = ({ field, key }: JsonObject, { masks, members }: Secrecy): ReadonlySet<string> => {
  if (typeof field !== 'string') return members;
  if (field === 'extra_vars' && typeof key === 'string' && masks.has(key)) return OF_A_DECISION;
  return members.has(field) ? OF_A_CHANGE : NONE;
};

/** That there was nothing is no secret. */
const hidden = (value: Json): Json => (value === null ? null : MASK);

const mapped = (object: JsonObject, change: (name: string, value: Json) => Json): JsonObject =>
  withEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));
