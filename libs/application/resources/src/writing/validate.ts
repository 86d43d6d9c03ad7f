import { type FieldErrors, type Json, type JsonObject, withEntries } from '@domain/kernel';
import { validateSync } from 'class-validator';
import { type FieldDeclaration, emptyValue } from '../declaration/field.js';
import type { ResourceClass } from '../declaration/define.js';
import type { ResourceDeclaration } from '../declaration/resource.js';
import type { Fields, Lookup } from '../declaration/rules.js';
import { classOf } from '../registry.js';
import { coerce, isWritable, sentValue } from './coerce.js';

/** `patch` takes what is sent, `create` and `put` need the required fields and fill the others in. */
export type WriteMode = 'create' | 'put' | 'patch';

export interface Validated {
  readonly values: Fields;
  readonly errors: FieldErrors;
}

/** Declared fields, and the class that class-validator keeps their limits on. */
export interface FieldSet {
  readonly type: ResourceClass;
  readonly fields: readonly FieldDeclaration[];
}

/** A body as the kind's fields take it. */
export const validate = (
  { type, fields }: ResourceDeclaration,
  body: JsonObject,
  mode: WriteMode,
  lookup: Lookup,
): Promise<Validated> => validateFields({ type: classOf(type), fields }, body, mode, lookup);

/** A body as declared fields take it: coerced, within the limits, references to existing objects. */
export const validateFields = async (
  { type, fields }: FieldSet,
  body: JsonObject,
  mode: WriteMode,
  lookup: Pick<Lookup, 'find'>,
): Promise<Validated> => {
  const { values, errors } = coerceAll(fields, body, mode);
  const limits = limitErrors(type, values);
  const dangling = await danglingErrors(fields, values, lookup);
  return { values, errors: { ...limits, ...dangling, ...errors } };
};

const coerceAll = (fields: readonly FieldDeclaration[], body: JsonObject, mode: WriteMode): Validated => {
  const values: [string, Json][] = [];
  const errors: Record<string, readonly string[]> = {};
  for (const field of fields.filter(isWritable)) {
    const sent = sentValue(body, field.name);
    if (sent !== undefined) {
      const coerced = coerce(field, sent);
      if ('error' in coerced) errors[field.name] = [coerced.error];
      else values.push([field.name, coerced.value]);
    } else if (mode !== 'patch' && field.required) errors[field.name] = ['This field is required.'];
    else if (isFilled(field, mode)) values.push([field.name, emptyValue(field)]);
  }
  return { values: withEntries(values), errors };
};

/** PUT resets plain fields that are not sent; references, secrets and fields without a default stay. */
const isFilled = (field: FieldDeclaration, mode: WriteMode): boolean => {
  if (mode === 'create') return field.writing !== 'only';
  return mode === 'put' && !['reference', 'password', 'inputs'].includes(field.type) && field.default !== undefined;
};

const limitErrors = (type: ResourceClass, values: Fields): FieldErrors => {
  const instance = Object.assign(new type(), present(values));
  const errors = validateSync(instance, { skipMissingProperties: true });
  return Object.fromEntries(errors.map(({ property, constraints }) => [property, Object.values(constraints ?? {})]));
};

/** null passes every limit; class-validator would not know. */
const present = (values: Fields): Fields =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));

const danglingErrors = async (
  fields: readonly FieldDeclaration[],
  values: Fields,
  lookup: Pick<Lookup, 'find'>,
): Promise<FieldErrors> => {
  const errors: [string, string[]][] = [];
  for (const { name, target } of fields) {
    const id = target === undefined ? undefined : values[name];
    if (target === undefined || typeof id !== 'number') continue;
    if (!(await lookup.find(target, id))) errors.push([name, [`Invalid pk "${id}" - object does not exist.`]]);
  }
  return Object.fromEntries(errors);
};
