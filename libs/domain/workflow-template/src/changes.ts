import { isSealed, type Json, sameJson, type Value, type Variables } from '@domain/kernel';
import type { NodeChanges, NodeFieldChange, NodeTemplate } from './messages.js';
import { type TemplateNode, variablesOf } from './state.js';

/** Those of the wanted changes that change something. */
export const effectiveChanges = (node: TemplateNode, wanted: NodeChanges): readonly NodeFieldChange[] => {
  const { prompts = {}, template = node.template, ...graphFields } = wanted;
  const fields = Object.entries(graphFields).map(([field, value]) => ({
    field,
    old: asJson(node[field as keyof typeof graphFields]),
    new: asJson(value),
  }));
  const saved = Object.entries(prompts).map(([field, value]) => ({
    field,
    old: node.prompts[field] ?? null,
    new: value,
  }));
  return [...fields.filter(isChange), ...templateChange(node, template), ...saved.filter(isPromptChange)];
};

/** The same template at another revision is no change. */
const templateChange = ({ template: old }: TemplateNode, wanted: NodeTemplate | null): readonly NodeFieldChange[] =>
  old?.id === wanted?.id ? [] : [{ field: 'template', old: asJson(old), new: asJson(wanted) }];

/** What a node holds is made of JSON; only its interfaces do not say so. */
const asJson = (value: TemplateNode[keyof NodeChanges]): Json => value as unknown as Json;

const isChange = (change: NodeFieldChange): boolean => !sameJson(change.old, change.new);

const isPromptChange = (change: NodeFieldChange): boolean =>
  change.field === 'extra_data' && change.old !== null && change.new !== null
    ? !sameVariables(variablesOf({ extra_data: change.old }), variablesOf({ extra_data: change.new }))
    : isChange(change);

const sameVariables = (left: Variables, right: Variables): boolean => {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameVariable(left[name], right[name]))
  );
};

/** Each sealing gives another ciphertext, so secrets are compared by their keyed hash. */
const sameVariable = (left: Value | undefined, right: Value | undefined): boolean => {
  if (!left || !right) return false;
  if (isSealed(left) || isSealed(right)) return isSealed(left) && isSealed(right) && left.mac === right.mac;
  return sameJson(left.v, right.v);
};
