import { isJsonObject, type Json, type JsonObject, jsonText, withEntries } from '@domain/kernel';

const LONGEST_TEXT = 500;
const MOST_MEMBERS = 50;
const LARGEST = 4000;
const DEEPEST = 4;

/**
 * The object with long texts cut and surplus members counted: anybody who may log in can make a refusal, and what is refused
 * stays in the log for ever. Never more than a few thousand characters.
 */
export const bounded = (value: JsonObject): JsonObject => {
  const cut = members(value, 0);
  const length = jsonText(cut).length;
  if (length <= LARGEST) return cut;
  const names = Object.keys(cut).map((name) => [name, `(left out, ${sizeOf(cut[name])} characters)`] as const);
  return withEntries(names);
};

const sizeOf = (value: Json | undefined): number => jsonText(value ?? null).length;

const shortened = (value: Json, depth: number): Json => {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return list(value as readonly Json[], depth);
  if (isJsonObject(value)) return members(value, depth);
  return sizeOf(value) > LONGEST_TEXT ? text(jsonText(value)) : value;
};

const text = (value: string): string =>
  value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)` : value;

const list = (items: readonly Json[], depth: number): Json => {
  if (depth >= DEEPEST) return `(list of ${items.length})`;
  const kept = items.slice(0, MOST_MEMBERS).map((item) => shortened(item, depth + 1));
  return items.length > MOST_MEMBERS ? [...kept, `(${items.length - MOST_MEMBERS} more)`] : kept;
};

const members = (object: JsonObject, depth: number): JsonObject => {
  const entries = Object.entries(object);
  if (depth >= DEEPEST) return { '…': `(${entries.length} members)` };
  const kept = entries
    .slice(0, MOST_MEMBERS)
    .map(([name, value]): [string, Json] => [text(name).slice(0, 100), shortened(value, depth + 1)]);
  const surplus = entries.length - MOST_MEMBERS;
  return withEntries(surplus > 0 ? [...kept, ['…', `(${surplus} more)`]] : kept);
};
