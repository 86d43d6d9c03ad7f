import { type Json, sameJson } from '@domain/kernel';
import { changedPrompts } from '@domain/launch';
import type { NodeChanges, NodeFieldChange, NodeTemplate } from './messages.js';
import type { TemplateNode } from './state.js';

/** Those of the wanted changes that change something. */
export const effectiveChanges = (node: TemplateNode, wanted: NodeChanges): readonly NodeFieldChange[] => {
  const { prompts = {}, template = node.template, ...graphFields } = wanted;
  const fields = Object.entries(graphFields).map(([field, value]) => ({
    field,
    old: asJson(node[field as keyof typeof graphFields]),
    new: asJson(value),
  }));
  return [
    ...fields.filter((change) => !sameJson(change.old, change.new)),
    ...templateChange(node, template),
    ...changedPrompts(node.prompts, prompts),
  ];
};

/** The same template at another revision is no change. */
const templateChange = ({ template: old }: TemplateNode, wanted: NodeTemplate | null): readonly NodeFieldChange[] =>
  old?.id === wanted?.id ? [] : [{ field: 'template', old: asJson(old), new: asJson(wanted) }];

/** What a node holds is made of JSON; only its interfaces do not say so. */
const asJson = (value: TemplateNode[keyof NodeChanges]): Json => value as unknown as Json;
