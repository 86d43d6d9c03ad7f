import type { FieldDeclaration } from '@application/resources';
import type { Json, JsonObject } from '@domain/kernel';

const NONE_CHOSEN = '---------';

/** The entry of OPTIONS for a field whose choice can also be left open. */
export const withOpenChoice = ({ choices }: FieldDeclaration, entry: JsonObject): JsonObject => {
  if (!choices) return entry;
  const open: readonly Json[] = choices.some(({ value }) => typeof value === 'string') ? [null, ''] : [null];
  return {
    ...entry,
    choices: [...open.map((value) => [value, NONE_CHOSEN]), ...(entry['choices'] as readonly Json[])],
  };
};
