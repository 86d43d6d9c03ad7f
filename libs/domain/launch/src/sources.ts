import type { PromptField } from './prompts.js';
import type { GateResult, LaunchTarget, Layer, Source } from './types.js';

/** The template as a source of values. */
export const templateSource = ({ ref }: Pick<LaunchTarget, 'ref'>): Source => ({
  source: 'template',
  ref: ref.ref,
  rev: ref.rev,
});

export const defaultSource = ({ ref }: Pick<LaunchTarget, 'ref'>): Source => ({
  source: 'survey_default',
  ref: ref.ref,
  rev: ref.rev,
});

/**
 * The layer as the source of one field, with what the gate said (a layer that a stronger one replaced was not judged) and whom
 * the layer had it from.
 */
export const fieldSource = (layer: Layer, field: PromptField, gate?: GateResult): Source =>
  traced(layer, layer.origins?.fields[field], gate);

/** The same for one variable. */
export const variableSource = (layer: Layer, key: string, gate?: GateResult): Source => {
  const known = layer.origins?.variables;
  return traced(layer, known !== undefined && Object.hasOwn(known, key) ? known[key] : undefined, gate);
};

const traced = ({ source }: Layer, origin: Source | undefined, gate: GateResult | undefined): Source => {
  if (origin === undefined) return gate === undefined ? source : { ...source, gate };
  return gate === undefined ? { ...source, origin } : { ...source, gate, origin };
};

/** Own values of the template rank below all that was offered. */
export const isOwn = ({ source }: Source): boolean => source === 'template' || source === 'survey_default';
