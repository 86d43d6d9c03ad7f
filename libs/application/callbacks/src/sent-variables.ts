import { parseVariables } from '@application/variables';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';

/** Variables of a call; null when none came. What is no mapping counts as an empty one (spec callbacks.md §2.3). */
export const sentVariables = (sent: Json | undefined): JsonObject | null => {
  if (sent === undefined || sent === null) return null;
  if (isJsonObject(sent)) return sent;
  const parsed = typeof sent === 'string' ? parseVariables(sent) : undefined;
  return parsed?.ok === true ? parsed.value : {};
};

const MOST_NAMES = 50;
const LONGEST_NAME = 100;

/** Names for the record, a bounded part of them. */
export const namesOf = (variables: JsonObject | null): readonly string[] =>
  Object.keys(variables ?? {})
    .slice(0, MOST_NAMES)
    .map((name) => name.slice(0, LONGEST_NAME));
