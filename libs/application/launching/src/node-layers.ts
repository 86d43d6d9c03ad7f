import type { LaunchTargets } from '@application/launch-targets';
import type { JsonObject, Variables } from '@domain/kernel';
import type { Source, UngatedLayer } from '@domain/launch';

/** What a node has saved, on a template or in a workflow job. */
export interface SavedPrompts {
  /** By AWX's names; `extra_data` holds wrapped values. */
  readonly prompts: JsonObject;
  readonly credentials: readonly number[];
  readonly labels: readonly number[];
  readonly instanceGroups: readonly number[];
}

export const savedVariables = ({ prompts }: SavedPrompts): Variables | undefined =>
  prompts['extra_data'] as unknown as Variables | undefined;

/** A node's saved prompts as a layer, except for its variables. What is linked and gone is left out. */
export const nodeLayer = async (node: SavedPrompts, source: Source, targets: LaunchTargets): Promise<UngatedLayer> => {
  const { extra_data: _variables, ...prompts } = node.prompts;
  const [credentials, labels, instanceGroups] = await Promise.all([
    targets.credentials(node.credentials),
    targets.named('label', node.labels),
    targets.named('instance_group', node.instanceGroups),
  ]);
  return {
    source,
    prompts,
    ...(credentials.length > 0 && { credentials }),
    ...(labels.length > 0 && { labels }),
    ...(instanceGroups.length > 0 && { instanceGroups }),
  };
};

/** Inventories that saved prompts offer. */
export const offeredInventories = ({ prompts }: SavedPrompts): readonly number[] =>
  typeof prompts['inventory'] === 'number' ? [prompts['inventory']] : [];
