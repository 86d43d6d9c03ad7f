import type { JsonObject, Variables } from '@domain/kernel';
import { passwordsNeeded } from './credentials.js';
import { isKnown, type PromptField, PROMPTS, SCALARS } from './prompts.js';
import { requiredVariables } from './survey.js';
import type { CredentialRef, LaunchTarget, Named } from './types.js';

/** The part of GET …/launch/ of a job template that follows from the template itself (spec launch.md §5). `extraVars`: its own text. */
export const jobLaunchForm = (target: LaunchTarget, extraVars: string): JsonObject => {
  const passwords = passwordsNeeded(target.credentials);
  const needed = requiredVariables(target.survey);
  return {
    can_start_without_user_input: !isAsking(target) && passwords.length === 0 && needed.length === 0,
    passwords_needed_to_start: passwords,
    ...askSwitches(target),
    survey_enabled: target.survey !== null,
    variables_needed_to_start: needed,
    credential_needed_to_start: false,
    inventory_needed_to_start: (target.values.inventory ?? null) === null,
    job_template_data: templateData(target),
    defaults: { ...defaults(target, extraVars), ...jobDefaults(target) },
  };
};

/** The same for a workflow template; the node lists (`node_templates_missing`, …) come from its graph (spec launch.md §7). */
export const workflowLaunchForm = (target: LaunchTarget, extraVars: string): JsonObject => {
  const needed = requiredVariables(target.survey);
  return {
    can_start_without_user_input: needed.length === 0,
    ...askSwitches(target),
    survey_enabled: target.survey !== null,
    variables_needed_to_start: needed,
    workflow_job_template_data: templateData(target),
    defaults: defaults(target, extraVars),
  };
};

/** Whether a provisioning callback cannot be served without a person (spec callbacks.md §2.2). `received` null: no variables came. */
export const callbackNeedsInput = (target: LaunchTarget, received: Variables | null): boolean => {
  if (passwordsNeeded(target.credentials).length > 0) return true;
  if (received === null && isAsking(target)) return true;
  return requiredVariables(target.survey).some((variable) => received === null || !Object.hasOwn(received, variable));
};

const fieldsOf = ({ kind }: LaunchTarget): readonly PromptField[] =>
  (Object.keys(PROMPTS) as PromptField[]).filter((field) => isKnown(kind, field));

const isAsking = (target: LaunchTarget): boolean => fieldsOf(target).some((field) => target.asks[field] === true);

const askSwitches = (target: LaunchTarget): JsonObject =>
  Object.fromEntries(fieldsOf(target).map((field) => [PROMPTS[field].ask, target.asks[field] === true]));

const templateData = ({ ref, fixed }: LaunchTarget): JsonObject => ({
  name: ref.name,
  id: ref.id,
  description: fixed['description'] ?? '',
});

const defaults = (target: LaunchTarget, extraVars: string): JsonObject => {
  const inventory = target.values.inventory ?? null;
  const known = inventory === null ? undefined : target.inventories[String(inventory)];
  return {
    extra_vars: extraVars,
    ...Object.fromEntries(SCALARS[target.kind].map((field) => [field, target.values[field] ?? null])),
    inventory: { name: known?.name ?? null, id: inventory },
    ...(target.labels.length === 0 ? {} : { labels: target.labels.map(idAndName) }),
  };
};

const jobDefaults = ({ credentials, fixed }: LaunchTarget): JsonObject => ({
  execution_environment: fixed['execution_environment'] ?? {},
  instance_groups: [],
  ...(credentials.length === 0 ? {} : { credentials: credentials.map(credentialDefault) }),
});

const idAndName = ({ id, name }: Named): JsonObject => ({ id, name });

const credentialDefault = ({
  id,
  name,
  typeId,
  kind,
  vaultId,
  passwordsNeeded: needed,
}: CredentialRef): JsonObject => ({
  id,
  name,
  credential_type: typeId,
  passwords_needed: needed,
  ...(kind === 'vault' ? { vault_id: vaultId === '' ? null : vaultId } : {}),
});
