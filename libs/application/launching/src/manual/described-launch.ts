import { type FieldDeclaration, kindOf } from '@application/resources';
import type { Json, JsonObject } from '@domain/kernel';
import { isKnown, type PromptField, PROMPTS } from '@domain/launch';
import type { LaunchableKind } from './launch-body.js';

const ALL = Object.keys(PROMPTS) as readonly PromptField[];

const SHOWN: Readonly<Record<LaunchableKind, readonly string[]>> = {
  job_template: [
    'passwords_needed_to_start',
    'credential_needed_to_start',
    'inventory_needed_to_start',
    'job_template_data',
  ],
  workflow_job_template: ['node_templates_missing', 'node_prompts_rejected', 'workflow_job_template_data'],
};

/** What OPTIONS tells of a launch page. @param mayLaunch others are not told what they could send */
export const describedLaunch = (kind: LaunchableKind, mayLaunch: boolean): JsonObject => ({
  actions: { GET: shownFields(kind), ...(mayLaunch && { POST: sentFields(kind) }) },
  types: [kind],
  object_roles: kindOf(kind)
    .roles.map(({ field }) => field)
    .sort(),
});

const promptsOf = (kind: LaunchableKind): readonly PromptField[] => ALL.filter((field) => isKnown(kind, field));

const shownFields = (kind: LaunchableKind): JsonObject =>
  Object.fromEntries([
    described('can_start_without_user_input', { type: 'boolean', filterable: false }),
    ...promptsOf(kind).map((field) => described(PROMPTS[field].ask, { type: 'boolean', filterable: true })),
    described('survey_enabled', { type: 'boolean', filterable: true }),
    ...['variables_needed_to_start', 'defaults', ...SHOWN[kind]].map((name) =>
      described(name, { type: 'field', filterable: false }),
    ),
  ]);

const sentFields = (kind: LaunchableKind): JsonObject =>
  Object.fromEntries([
    ...promptsOf(kind).map((field) => described(field, { required: false, ...sentAs(kind, field) })),
    ...(kind === 'job_template'
      ? [described('credential_passwords', { type: 'json', required: false, filterable: false })]
      : []),
  ]);

const described = (name: string, about: JsonObject): [string, JsonObject] => [name, { label: labelOf(name), ...about }];

const labelOf = (name: string): string => {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const sentAs = (kind: LaunchableKind, name: PromptField): JsonObject => {
  const field = kindOf(kind).fields.find((declared) => declared.name === name);
  if (!field) return { type: name === 'credentials' ? 'list_of_ids' : 'field', filterable: false };
  return { type: TYPES[field.type] ?? 'field', filterable: field.filterable, ...limitsOf(field) };
};

const TYPES: Readonly<Partial<Record<FieldDeclaration['type'], string>>> = {
  text: 'string',
  variables: 'json',
  choice: 'choice',
  flag: 'boolean',
  integer: 'integer',
  reference: 'id',
};

const limitsOf = ({ type, choices, min }: FieldDeclaration): JsonObject => {
  if (choices) return { choices: choices.map(({ value, label }): Json => [value, label]) };
  return type === 'integer' && min === 0 ? { min_value: 0 } : {};
};
