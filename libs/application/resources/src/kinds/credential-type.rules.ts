import { checkInjectors } from '@domain/credential-injection';
import { type FieldErrors, type Json, type JsonObject, forbidden, isJsonObject, sameJson } from '@domain/kernel';
import type { Draft, Lookup, ResourceRules, Verdict } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';

const CUSTOM: readonly unknown[] = ['cloud', 'net'];
const ID = /^[a-zA-Z_]+[a-zA-Z0-9_]*$/;
const KEYS = ['id', 'label', 'type', 'help_text', 'secret', 'multiline', 'format', 'choices', 'default'];
const NOT_FOR_BOOLEANS = ['choices', 'multiline', 'format', 'secret'];

const invalidField = (field: JsonObject): string | undefined => {
  const id = field['id'];
  if (typeof id !== 'string') return `${pythonWord(id)} is not a string`;
  if (id === 'tower') return '"tower" is a reserved field name';
  if (!ID.test(id)) return `${id} is an invalid variable name`;
  if (typeof field['label'] !== 'string')
    return `Schema validation error in relative path ['fields'] ('label' is a required property)`;
  return invalidOption(field, id);
};

const invalidOption = (field: JsonObject, id: string): string | undefined => {
  const unknown = Object.keys(field).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `'${unknown}' is not supported for custom credentials.`;
  const isBoolean = field['type'] === 'boolean';
  const wrong = isBoolean ? NOT_FOR_BOOLEANS.find((key) => Object.hasOwn(field, key)) : undefined;
  if (wrong !== undefined) return `${wrong} not allowed for boolean type (${id})`;
  if (field['type'] !== undefined && !['string', 'boolean'].includes(textOf(field['type'])))
    return `Schema validation error in relative path ['fields', 'type'] ('${textOf(field['type'])}' is not one of ['string', 'boolean'])`;
  return undefined;
};

const pythonWord = (value: Json | undefined): string => {
  if (value === true) return 'True';
  if (value === false) return 'False';
  return value === null || value === undefined ? 'None' : JSON.stringify(value);
};

const fieldsOf = (inputs: Json | undefined): readonly JsonObject[] => {
  const fields = isJsonObject(inputs) ? inputs['fields'] : undefined;
  return Array.isArray(fields) ? fields.filter(isJsonObject) : [];
};

const inputsErrors = (inputs: Json | undefined): readonly string[] => {
  if (isJsonObject(inputs) && Object.hasOwn(inputs, 'dependencies'))
    return ["'dependencies' is not supported for custom credentials."];
  const fields = fieldsOf(inputs);
  const errors = fields.flatMap((field) => invalidField(field) ?? []);
  const ids = fields.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  return twice === undefined ? errors : [...errors, `field IDs must be unique (${textOf(twice)})`];
};

/** Each field says its type, as AWX fills it in on save. */
const normalised = (inputs: Json | undefined): JsonObject => {
  if (!isJsonObject(inputs)) return {};
  if (!Array.isArray(inputs['fields'])) return inputs;
  return { ...inputs, fields: fieldsOf(inputs).map((field) => ({ ...field, type: field['type'] ?? 'string' })) };
};

const refuseInUse = async ({ id, current }: Draft, inputs: JsonObject, lookup: Lookup): Promise<void> => {
  if (!current || sameJson(current['inputs'], inputs)) return;
  if ((await lookup.idsWhere('credential', { credential_type: id })).length > 0)
    throw forbidden({ detail: 'Modifications to inputs are not allowed for credential types that are in use' });
};

export const credentialTypeRules: ResourceRules = {
  check: async (draft, { lookup }): Promise<Verdict> => {
    const { next, current } = draft;
    if (current?.['managed'] === true)
      throw forbidden({ detail: 'Modifications not allowed for managed credential types' });
    if (!CUSTOM.includes(next['kind']))
      return { errors: { kind: [`Must be 'cloud' or 'net', not ${textOf(next['kind'])}`] } };
    const inputs = normalised(next['inputs']);
    await refuseInUse(draft, inputs, lookup);
    const wrongInputs = inputsErrors(inputs);
    if (wrongInputs.length > 0) return { errors: { inputs: wrongInputs } };
    const injectors = next['injectors'];
    const wrong = checkInjectors(inputs, isJsonObject(injectors) ? injectors : {});
    const errors: FieldErrors = wrong.length > 0 ? { injectors: wrong } : {};
    return { errors, set: { inputs } };
  },
  beforeDelete: async ({ id, managed }, { lookup }) => {
    if (managed === true) throw forbidden({ detail: 'Deletion not allowed for managed credential types' });
    if ((await lookup.idsWhere('credential', { credential_type: id })).length > 0)
      throw forbidden({ detail: 'Credential types that are in use cannot be deleted' });
  },
};
