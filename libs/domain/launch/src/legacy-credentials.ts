import type { Json, JsonObject } from '@domain/kernel';
import { pythonType } from './python-text.js';

/** What `extra_credentials` of a launch request comes to (spec launch.md §4.4). */
export type LegacyCredentials =
  | { readonly outcome: 'absent' }
  /** 400 with this body. */
  | { readonly outcome: 'refused'; readonly body: JsonObject }
  /** To be read as `credentials` from here on, in a launch that is legacy: it keeps no launch configuration. */
  | { readonly outcome: 'list'; readonly credentials: readonly Json[] };

/** `templateIds`: the template's own credentials, which the old key never took away. */
export const legacyCredentials = (request: JsonObject, templateIds: readonly number[]): LegacyCredentials => {
  if (!Object.hasOwn(request, 'extra_credentials')) return { outcome: 'absent' };
  if (Object.hasOwn(request, 'credentials')) {
    return refuse({ error: "'credentials' cannot be used in combination with 'extra_credentials'." });
  }
  const supplied = asList(request['extra_credentials'] ?? null);
  if (supplied === null) return refuse(wrongType(request['extra_credentials'] ?? null));
  if (supplied.length === 0) return { outcome: 'absent' };
  const given = new Set(supplied.map(String));
  return {
    outcome: 'list',
    credentials: [...supplied, ...templateIds.filter((id) => !given.has(String(id)))],
  };
};

const refuse = (body: JsonObject): LegacyCredentials => ({ outcome: 'refused', body });

const asList = (value: Json): readonly Json[] | null => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly Json[]) : null;
};

const wrongType = (value: Json): JsonObject => {
  const message = [`Incorrect type. Expected a list received ${pythonType(value)}.`];
  return { extra_credentials: message, credentials: message };
};
