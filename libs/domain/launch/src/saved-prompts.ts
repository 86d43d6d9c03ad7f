import {
  isSealed,
  type Json,
  type JsonObject,
  sameJson,
  type Value,
  type Variables,
  withEntries,
} from '@domain/kernel';
import type { Decision } from './types.js';

/** How a saved configuration came to be: what the template's rules made of it, and of masked answers. */
export interface SavingRecord {
  readonly decisions: readonly Decision[];
  /** Masked answers whose stored ciphertext stayed. */
  readonly kept: readonly string[];
  /** Masked answers that were removed, so that the survey's default applies. */
  readonly droppedForDefault: readonly string[];
}

/** Nothing was judged. */
export const NO_RECORD: SavingRecord = { decisions: [], kept: [], droppedForDefault: [] };

/** A field of a saved configuration before and after; null = not set. */
export interface SavedChange {
  readonly field: string;
  readonly old: Json;
  readonly new: Json;
}

/** Stored answers and variables of a saved configuration. */
export const savedVariables = (prompts: JsonObject): Variables => (prompts['extra_data'] ?? {}) as unknown as Variables;

/** Those of the wanted prompts that change something; null removes one. */
export const changedPrompts = (stored: JsonObject, wanted: JsonObject): readonly SavedChange[] =>
  Object.entries(wanted)
    .map(([field, value]) => ({ field, old: stored[field] ?? null, new: value }))
    .filter(isChange);

/** The prompts after a change. */
export const withPrompt = (prompts: JsonObject, { field, new: value }: SavedChange): JsonObject => {
  const others = Object.entries(prompts).filter(([name]) => name !== field);
  return withEntries(value === null ? others : [...others, [field, value]]);
};

const isChange = (change: SavedChange): boolean =>
  change.field === 'extra_data' && change.old !== null && change.new !== null
    ? !sameVariables(savedVariables({ extra_data: change.old }), savedVariables({ extra_data: change.new }))
    : !sameJson(change.old, change.new);

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
