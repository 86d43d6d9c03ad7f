import { type Fields, type Lookup, validateFields } from '@application/resources';
import { parseVariables } from '@application/variables';
import {
  type FieldErrors,
  invalid,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  withEntries,
  type Variables,
} from '@domain/kernel';
import { ALL_SCALARS, plainVariables, type ScalarField, type ScalarPrompts } from '@domain/launch';
import { IDENTITY_FIELDS, NodeFields, PROMPT_FIELDS } from './node-fields.js';

/** What a body says of a node: only what was sent. */
export interface NodeBody {
  /** Cannot be changed later. */
  readonly workflow?: number | undefined;
  readonly template: number | null | undefined;
  readonly identifier: string | undefined;
  readonly converge: boolean | undefined;
  /** null clears a prompt. */
  readonly prompts: ScalarPrompts;
  /** The whole of `extra_data`, which replaces what was there. */
  readonly variables: Variables | undefined;
}

type Mode = 'create' | 'put' | 'patch';

const NODE = { type: NodeFields, fields: [...IDENTITY_FIELDS, ...PROMPT_FIELDS] };

/** References that PUT leaves alone when they are not sent. */
const STAYING: readonly string[] = ['inventory', 'execution_environment'];

/** Reads a body. @throws DomainError invalid */
export const readNodeBody = async (body: JsonObject, mode: Mode, lookup: Pick<Lookup, 'find'>): Promise<NodeBody> => {
  const cleared = PROMPT_FIELDS.filter(({ name, type }) => isCleared(body[name], type)).map(({ name }) => name);
  const given = withEntries(Object.entries(body).filter(([name]) => !cleared.includes(name)));
  const { values, errors } = await validateFields(NODE, given, 'patch', lookup);
  const variables = readVariables(body['extra_data'], mode);
  const all = { ...errors, ...requiredErrors(values, mode), ...('errors' in variables && variables.errors) };
  if (Object.keys(all).length > 0) throw invalid(all);
  return {
    ...identityOf(values),
    prompts: { ...(mode === 'put' ? resetBy(body) : {}), ...nulls(cleared), ...promptsOf(values) },
    variables: 'errors' in variables ? undefined : variables.variables,
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

const identityOf = (values: Fields): Pick<NodeBody, 'workflow' | 'template' | 'identifier' | 'converge'> => ({
  workflow: values['workflow_job_template'] as number | undefined,
  template: values['unified_job_template'] as number | null | undefined,
  identifier: values['identifier'] as string | undefined,
  converge: values['all_parents_must_converge'] as boolean | undefined,
});

const requiredErrors = ({ workflow_job_template: workflow }: Fields, mode: Mode): FieldErrors =>
  mode === 'create' && workflow === undefined ? { workflow_job_template: ['This field is required.'] } : {};

type ReadVariables = { readonly variables: Variables | undefined } | { readonly errors: FieldErrors };

/** An object, or text that reads as one; PUT empties what is not sent. */
const readVariables = (sent: Json | undefined, mode: Mode): ReadVariables => {
  if (sent === undefined) return { variables: mode === 'put' ? {} : undefined };
  if (sent === null) return { variables: {} };
  if (isJsonObject(sent)) return { variables: plainVariables(sent) };
  const parsed = parseVariables(typeof sent === 'string' ? sent : jsonText(sent));
  return parsed.ok ? { variables: plainVariables(parsed.value) } : { errors: { extra_data: [parsed.error] } };
};

/** Whether what the node launches, or with which values, is touched. */
export const touchesConfiguration = ({ template, prompts, variables }: NodeBody): boolean =>
  template !== undefined || variables !== undefined || Object.keys(prompts).length > 0;

/** Stored values overlaid with the sent ones; without those that are cleared. */
export const overlaid = (stored: JsonObject, { prompts }: Pick<NodeBody, 'prompts'>): ScalarPrompts => {
  const result: [ScalarField, Json][] = [];
  for (const name of ALL_SCALARS) {
    const value = Object.hasOwn(prompts, name) ? prompts[name] : stored[name];
    if (value !== undefined && value !== null) result.push([name, value]);
  }
  return Object.fromEntries(result);
};
