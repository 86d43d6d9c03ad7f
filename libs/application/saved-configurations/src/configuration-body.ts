import { type Fields, type Lookup, validateFields } from '@application/resources';
import { parseVariables } from '@application/variables';
import {
  type FieldErrors,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  type Variables,
  withEntries,
} from '@domain/kernel';
import { ALL_SCALARS, plainVariables, type ScalarField, type ScalarPrompts } from '@domain/launch';
import { PROMPT_FIELDS } from './prompt-fields.js';

/** What a body says of the saved prompts: only what was sent. */
export interface ConfigurationBody {
  /** null clears a prompt. */
  readonly prompts: ScalarPrompts;
  /** The whole of `extra_data`, which replaces what was there. */
  readonly variables: Variables | undefined;
}

export type BodyMode = 'create' | 'put' | 'patch';

/** A body that was read: the saved prompts, and the values of the holder's own fields as far as they were sent. */
export interface ReadBody {
  readonly configuration: ConfigurationBody;
  readonly values: Fields;
  readonly errors: FieldErrors;
}

type FieldSet = Parameters<typeof validateFields>[0];

/** References that PUT leaves alone when they are not sent. */
const STAYING: readonly string[] = ['inventory', 'execution_environment'];

/** Reads a body that holds saved prompts beside the fields of what carries them. @param fields all of them, prompts included */
export const readConfiguration = async (
  fields: FieldSet,
  body: JsonObject,
  mode: BodyMode,
  lookup: Pick<Lookup, 'find'>,
): Promise<ReadBody> => {
  const cleared = PROMPT_FIELDS.filter(({ name, type }) => isCleared(body[name], type)).map(({ name }) => name);
  const given = withEntries(Object.entries(body).filter(([name]) => !cleared.includes(name)));
  const { values, errors } = await validateFields(fields, given, 'patch', lookup);
  const variables = readVariables(body['extra_data'], mode);
  return {
    configuration: {
      prompts: { ...(mode === 'put' ? resetBy(body) : {}), ...nulls(cleared), ...promptsOf(values) },
      variables: 'errors' in variables ? undefined : variables.variables,
    },
    values,
    errors: { ...errors, ...('errors' in variables && variables.errors) },
  };
};

/** Of a choice the empty text means nothing, too. */
const isCleared = (value: Json | undefined, type: string): boolean =>
  value === null || (type === 'choice' && value === '');

const nulls = (names: readonly string[]): ScalarPrompts => Object.fromEntries(names.map((name) => [name, null]));

const resetBy = (body: JsonObject): ScalarPrompts =>
  nulls(ALL_SCALARS.filter((name) => !Object.hasOwn(body, name) && !STAYING.includes(name)));

const promptsOf = (values: Fields): ScalarPrompts =>
  Object.fromEntries(ALL_SCALARS.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));

type ReadVariables = { readonly variables: Variables | undefined } | { readonly errors: FieldErrors };

/** An object, or text that reads as one; PUT empties what is not sent. */
const readVariables = (sent: Json | undefined, mode: BodyMode): ReadVariables => {
  if (sent === undefined) return { variables: mode === 'put' ? {} : undefined };
  if (sent === null) return { variables: {} };
  if (isJsonObject(sent)) return { variables: plainVariables(sent) };
  const parsed = parseVariables(typeof sent === 'string' ? sent : jsonText(sent));
  return parsed.ok ? { variables: plainVariables(parsed.value) } : { errors: { extra_data: [parsed.error] } };
};

/** Whether any saved prompt is touched. */
export const touchesPrompts = ({ prompts, variables }: ConfigurationBody): boolean =>
  variables !== undefined || Object.keys(prompts).length > 0;

/** Stored values overlaid with the sent ones; without those that are cleared. */
export const overlaid = (stored: JsonObject, { prompts }: Pick<ConfigurationBody, 'prompts'>): ScalarPrompts => {
  const result: [ScalarField, Json][] = [];
  for (const name of ALL_SCALARS) {
    const value = Object.hasOwn(prompts, name) ? prompts[name] : stored[name];
    if (value !== undefined && value !== null) result.push([name, value]);
  }
  return Object.fromEntries(result);
};

/** Inventories that the rules must know of, beside the template's own. */
export const offeredBy = ({ inventory }: ScalarPrompts): readonly number[] =>
  typeof inventory === 'number' ? [inventory] : [];

/** A new configuration stores nothing for what is not set. */
export const withoutNulls = (prompts: JsonObject): JsonObject =>
  withEntries(Object.entries(prompts).filter(([, value]) => value !== null));
