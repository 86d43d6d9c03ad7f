import { type Json, type JsonObject, Numeral, isJsonObject } from '@domain/kernel';
import { load } from 'js-yaml';
import { parseJson } from './json-text.js';
import { LIMITS } from './limits.js';
import { NotJson, plainJson } from './plain-json.js';
import { PYYAML_SCHEMA } from './pyyaml-schema.js';

export type ParsedVariables =
  { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly error: string };

/** A parse error whose text is shown inside AWX's frame. */
class NoMapping extends Error {
  override readonly name = 'NoMapping';
}

const pythonType = (value: Json): string => {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return isInteger(value) ? 'int' : 'float';
};

const isInteger = (value: Json): boolean => (value instanceof Numeral ? value.isInteger : Number.isInteger(value));

const mapping = (value: Json): JsonObject => {
  if (isJsonObject(value)) return value;
  throw new NoMapping(`Input type \`${pythonType(value)}\` is not a dictionary`);
};

/** Nothing but space and comments: PyYAML gives None, AWX an empty mapping. */
const isBlank = (text: string): boolean =>
  text.split(/\r\n?|\n/).every((line) => line.trim() === '' || line.trimStart().startsWith('#'));

const yamlMapping = (text: string): JsonObject => {
  if (isBlank(text)) return {};
  const document = load(text, {
    schema: PYYAML_SCHEMA,
    json: true,
    maxDepth: LIMITS.depth,
    maxAliases: LIMITS.aliases,
  });
  if (document === null) return {};
  return mapping(plainJson(document));
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const attempt = (read: () => JsonObject): JsonObject | Error => {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(reason(error));
  }
};

/**
 * Variables from the text of a field: JSON first, then YAML 1.1 as PyYAML reads it (spec launch.md §2.4). Numbers keep
 * their digits. Errors are AWX's messages; only their frame is meant to be relied on.
 */
export const parseVariables = (text: string): ParsedVariables => {
  const known = readLately.get(text);
  if (known) return known;
  const parsed = readVariables(text);
  if (text.length <= LONGEST_KEPT) readLately.set(text, parsed);
  if (readLately.size > MOST_KEPT) readLately.clear();
  return parsed;
};

/** The same few texts are read with every job: those of its template, its inventory, its hosts. */
const readLately = new Map<string, ParsedVariables>();
const MOST_KEPT = 2000;
const LONGEST_KEPT = 4000;

const readVariables = (text: string): ParsedVariables => {
  if (text === '' || text === '""') return { ok: true, value: {} };
  if (text.length > LIMITS.text) return failure(`text of more than ${LIMITS.text} characters`, 'not tried');
  const json = attempt(() => mapping(parseJson(text)));
  if (!(json instanceof Error)) return { ok: true, value: json };
  const yaml = attempt(() => yamlMapping(text));
  if (!(yaml instanceof Error)) return { ok: true, value: yaml };
  if (yaml instanceof NotJson)
    return { ok: false, error: `Variables not compatible with JSON standard (error: ${yaml.message})` };
  return failure(json.message, yaml.message);
};

const failure = (json: string, yaml: string): ParsedVariables => ({
  ok: false,
  error: `Cannot parse as JSON (error: ${json}) or YAML (error: ${yaml}).`,
});
