import type { Variables } from '@domain/kernel';
import { type PromptField, type ScalarField, SCALARS } from './prompts.js';
import type {
  Composition,
  CredentialRef,
  LaunchTarget,
  Layer,
  Named,
  Origins,
  RecordedPrompts,
  Scalar,
  ScalarPrompts,
  Source,
} from './types.js';

/** A layer before it is known how the template's rules meet it. */
export type UngatedLayer = Omit<Layer, 'gate'>;

/** Recorded lists come back as what the resources are now; those that are gone are left out by the caller. */
export interface CurrentLists {
  readonly credentials?: readonly CredentialRef[];
  readonly labels?: readonly Named[];
  readonly instanceGroups?: readonly Named[];
}

/** A stored launch configuration (relaunch, schedule, saved node) as a layer. */
export const configLayer = (config: RecordedPrompts, source: Source, lists: CurrentLists = {}): UngatedLayer => {
  const { extra_vars: variables, credentials: _c, labels: _l, instance_groups: _g, ...prompts } = config;
  return { source, prompts, ...(variables === undefined ? {} : { variables }), ...lists };
};

/**
 * A workflow job as the layer its nodes inherit from: its final values, whoever set them, each with the source it had them
 * from. Labels of workflows do not flow (spec precedence.md §4).
 */
export const workflowRunLayer = (run: Composition, source: Source): UngatedLayer => ({
  source,
  prompts: givenFields(run),
  variables: run.effective.extra_vars,
  origins: originsOf(run),
  masks: run.masks,
});

/**
 * What a calling host brings: the limit is forced on it; its variables count whole or not at all, without survey checks,
 * and never name connection variables (spec callbacks.md §2.3). `received` null: no variables came.
 */
export const callbackLayer = ({ asks }: LaunchTarget, host: string, received: Variables | null): Layer => ({
  source: { source: 'callback', name: host },
  gate: 'bypass',
  prompts: { limit: host },
  variables:
    received === null || asks.extra_vars !== true
      ? {}
      : Object.fromEntries(Object.entries(received).filter(([key]) => !key.startsWith('ansible_'))),
});

/** The workflow job of a sliced job hands its slices the launch configuration, not its final values. */
export const slicedRunLayer = (run: Composition, source: Source, lists: CurrentLists = {}): UngatedLayer => ({
  ...configLayer(run.launchConfig ?? {}, source, lists),
  origins: originsOf(run),
  masks: run.masks,
});

const givenFields = ({ effective }: Composition): ScalarPrompts => {
  const prompts: { [Field in ScalarField]?: Scalar } = {};
  for (const field of SCALARS.workflow_job_template) {
    const value = effective[field] ?? null;
    if (value !== null) prompts[field] = value;
  }
  return prompts;
};

/** Who gave each value of a composition; what no decision tells is the template's. */
export const originsOf = ({ template, decisions }: Composition): Origins => {
  const own: Source = { source: 'template', ref: template.ref, rev: template.rev };
  const fields: { [Field in PromptField]?: Source } = {};
  for (const field of SCALARS.workflow_job_template) fields[field] = own;
  const variables: [string, Source][] = [];
  for (const { field, key, winner } of decisions) {
    if (winner === null) continue;
    if (field === 'extra_vars' && key !== undefined) variables.push([key, winner]);
    else fields[field] = winner;
  }
  return { fields, variables: Object.fromEntries(variables) };
};
