import { parseVariables } from '@application/variables';
import type { Variables } from '@domain/kernel';
import {
  type LaunchTarget,
  plainVariables,
  type PromptField,
  PROMPTS,
  readSurvey,
  type ScalarField,
  type ScalarPrompts,
  SCALARS,
  type Survey,
  type TemplateKind,
} from '@domain/launch';
import type { ResourceState, StoredFields, StoredValue } from '@domain/resource';

/** What a launch needs of a template's own stream. */
export type TemplateValues = Pick<LaunchTarget, 'values' | 'variables' | 'asks' | 'survey' | 'fixed'>;

/** Fields of the template that a job takes over and no prompt can change. */
const FIXED: Readonly<Partial<Record<TemplateKind, readonly string[]>>> = {
  job_template: [
    'description',
    'organization',
    'project',
    'playbook',
    'force_handlers',
    'start_at_task',
    'use_fact_cache',
    'become_enabled',
    'allow_simultaneous',
    'prevent_instance_group_fallback',
  ],
  workflow_job_template: ['description', 'organization', 'allow_simultaneous'],
  project: [
    'description',
    'organization',
    'scm_type',
    'scm_url',
    'scm_branch',
    'scm_refspec',
    'scm_clean',
    'scm_delete_on_update',
    'scm_track_submodules',
    'local_path',
    'credential',
    'timeout',
  ],
  system_job_template: ['description', 'job_type', 'execution_environment'],
};

/** What the rules look at beside the prompts of a kind: which variables a system job knows depends on what it does. */
const LOOKED_AT: Readonly<Partial<Record<TemplateKind, readonly ScalarField[]>>> = {
  system_job_template: ['job_type'],
};

const known = new WeakMap<ResourceState, TemplateValues>();

/** Read once per change of the template: its text is parsed, its survey read, and both are kept with the state they came from. */
export const templateValues = (kind: TemplateKind, state: ResourceState): TemplateValues => {
  const remembered = known.get(state);
  if (remembered) return remembered;
  const { fields } = state;
  const values: TemplateValues = {
    values: picked(fields, [...SCALARS[kind], ...(LOOKED_AT[kind] ?? [])]),
    variables: variablesOf(fields['extra_vars']),
    asks: asksOf(fields),
    survey: surveyOf(state),
    fixed: picked(fields, FIXED[kind] ?? []),
  };
  known.set(state, values);
  return values;
};

const picked = (fields: StoredFields, names: readonly string[]): ScalarPrompts =>
  Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));

const ASKS = Object.entries(PROMPTS) as readonly (readonly [PromptField, { readonly ask: string }])[];

const asksOf = (fields: StoredFields): LaunchTarget['asks'] =>
  Object.fromEntries(ASKS.filter(([, { ask }]) => fields[ask] === true).map(([field]) => [field, true]));

/** The text was checked when it was saved; one that cannot be read any more counts as empty. */
const variablesOf = (text: StoredValue | undefined): Variables => {
  if (typeof text !== 'string' || text === '') return {};
  const parsed = parseVariables(text);
  return parsed.ok ? plainVariables(parsed.value) : {};
};

const surveyOf = ({ fields, survey }: ResourceState): Survey | null =>
  survey === null || fields['survey_enabled'] !== true ? null : readSurvey({ spec: survey.questions }, survey.secrets);
