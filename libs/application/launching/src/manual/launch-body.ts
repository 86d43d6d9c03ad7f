import { parseVariables } from '@application/variables';
import { coerce, type FieldDeclaration, kindOf } from '@application/resources';
import { type FieldErrors, isJsonObject, type Json, type JsonObject, jsonText, refused } from '@domain/kernel';
import { isKnown, type ListField, pythonType, type Scalar, type ScalarField, SCALARS } from '@domain/launch';

export type LaunchableKind = 'job_template' | 'workflow_job_template';

/** Prompts of a launch request, their types in order; whether what they name exists is not known yet. */
export interface LaunchBody {
  readonly prompts: { readonly [Field in ScalarField]?: Scalar };
  readonly variables?: JsonObject;
  /** Why `extra_vars` cannot be read as a mapping. */
  readonly variablesError?: string;
  readonly lists: { readonly [Field in ListField]?: readonly number[] };
  /** By field; nothing is launched when there is one. */
  readonly errors: FieldErrors;
}

type Read<Value> = { readonly value: Value } | { readonly error: string };

/** What every field answers to null. */
export const NULL_ERROR = 'This field may not be null.';
const NULL = { error: NULL_ERROR };
const LISTS: readonly ListField[] = ['credentials', 'labels', 'instance_groups'];

/** The fields of a launch body, each by the rules of the template's own field (spec launch.md §6.2). Unknown keys are dropped. */
export const readLaunchBody = (kind: LaunchableKind, sent: JsonObject): LaunchBody => {
  const body = withAlias(kind, sent);
  const prompts = readFields(body, SCALARS[kind], readScalar);
  const lists = readFields(
    body,
    LISTS.filter((field) => isKnown(kind, field)),
    readIds,
  );
  const others = kind === 'job_template' ? ['extra_vars', 'credential_passwords'] : ['extra_vars'];
  const nulls = others.filter((field) => valueOf(body, field) === null);
  return {
    prompts: prompts.values,
    lists: lists.values,
    errors: { ...prompts.errors, ...lists.errors, ...Object.fromEntries(nulls.map((field) => [field, [NULL.error]])) },
    ...readVariables(valueOf(body, 'extra_vars')),
  };
};

/** The body without some fields, such as those that are wrong. */
export const withoutFields = (body: LaunchBody, fields: readonly string[]): LaunchBody => {
  const kept = <Values extends object>(values: Values): Values =>
    Object.fromEntries(Object.entries(values).filter(([field]) => !fields.includes(field))) as Values;
  return { ...body, prompts: kept(body.prompts), lists: kept(body.lists), errors: {} };
};

interface ReadFields<Field extends string, Value> {
  readonly values: { readonly [Name in Field]?: Value };
  readonly errors: FieldErrors;
}

/** Those fields that were given. */
const readFields = <Field extends string, Value>(
  body: JsonObject,
  fields: readonly Field[],
  read: (field: Field, value: Json) => Read<Value>,
): ReadFields<Field, Value> => {
  const values: [string, Value][] = [];
  const errors: [string, readonly string[]][] = [];
  for (const field of fields) {
    const value = valueOf(body, field);
    if (value === undefined) continue;
    const result = value === null ? NULL : read(field, value);
    if ('error' in result) errors.push([field, [result.error]]);
    else values.push([field, result.value]);
  }
  return {
    values: Object.fromEntries(values) as ReadFields<Field, Value>['values'],
    errors: Object.fromEntries(errors),
  };
};

/** `inventory_id` stands in for `inventory`; for workflows it even comes first, as in AWX. */
const withAlias = (kind: LaunchableKind, body: JsonObject): JsonObject => {
  const alias = valueOf(body, 'inventory_id');
  const isNeeded = kind === 'workflow_job_template' || valueOf(body, 'inventory') === undefined;
  return alias !== undefined && isNeeded ? { ...body, inventory: alias } : body;
};

const valueOf = (body: JsonObject, field: string): Json | undefined =>
  Object.hasOwn(body, field) ? body[field] : undefined;

const FIELDS: ReadonlyMap<string, FieldDeclaration> = new Map(
  kindOf('job_template').fields.map((field) => [field.name, field]),
);

const declared = (name: string): FieldDeclaration => {
  const field = FIELDS.get(name);
  if (!field) throw new Error(`job templates have no field ${name}`);
  return field;
};

const readScalar = (name: ScalarField, value: Json): Read<Scalar> => {
  const field = declared(name);
  if (field.type === 'reference') return readId(value);
  if (field.type === 'flag' && value === '') return { error: 'Must be a valid boolean.' };
  const coerced = coerce({ ...field, blank: field.type === 'text' }, value);
  if ('error' in coerced) return coerced;
  const least = field.min ?? -Infinity;
  return typeof coerced.value === 'number' && coerced.value < least
    ? { error: `Ensure this value is greater than or equal to ${least}.` }
    : { value: coerced.value as Scalar };
};

/** An empty text is no id, which is what null is told. */
const readId = (value: Json): Read<number> => {
  if (isJsonObject(value)) return { error: 'Incorrect type. Expected pk value, received OrderedDict.' };
  const coerced = coerce(declared('inventory'), value);
  if ('error' in coerced) return coerced;
  return typeof coerced.value === 'number' ? { value: coerced.value } : NULL;
};

/** @throws DomainError that AWX answers with a list instead of an object */
const readIds = (field: ListField, value: Json): Read<readonly number[]> => {
  if (isJsonObject(value)) throw refused({ [field]: `Cannot use dictionary for ${field}` }, DICTIONARY_FOR_LIST);
  if (!Array.isArray(value)) return { error: `Expected a list of items but got type "${pythonType(value)}".` };
  const ids: number[] = [];
  for (const item of value as readonly Json[]) {
    const read = item === null ? NULL : readId(item);
    if ('error' in read) return read;
    ids.push(read.value);
  }
  return { value: [...new Set(ids)] };
};

/** Code of the refusal whose body is a list. */
export const DICTIONARY_FOR_LIST = 'DICTIONARY_FOR_LIST';

/** Variables as an object, or as JSON or YAML text; absent ones stay absent. */
export const readVariables = (value: Json | undefined): Pick<LaunchBody, 'variables' | 'variablesError'> => {
  if (value === undefined || value === null) return {};
  if (isJsonObject(value)) return { variables: value };
  const parsed = parseVariables(typeof value === 'string' ? value : jsonText(value));
  return parsed.ok ? { variables: parsed.value } : { variablesError: parsed.error };
};
