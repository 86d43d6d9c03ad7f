import { isSealed, type Json, type JsonObject, MASK, type Value, type Variables, withEntries } from '@domain/kernel';
import type { Composition, Named, PromptRejectedData, RecordedPrompts, Rejection, Source } from './types.js';

/** Every refused prompt of a composition, as its own event tells it (spec events.md §4.3). */
export const rejectedPrompts = (
  { decisions, masks }: Composition,
  consequence: PromptRejectedData['consequence'],
): readonly PromptRejectedData[] =>
  decisions.flatMap(({ field, key, rejected }) =>
    rejected.map((rejection) => ({
      field,
      key: key ?? null,
      value: rejectedValue(rejection, field === 'extra_vars' && key !== undefined && masks.includes(key)),
      source: sourceOf(rejection),
      code: rejection.code,
      message: rejection.message,
      consequence,
    })),
  );

const rejectedValue = ({ value }: Rejection, isMasked: boolean): Json => {
  if (value === null) return null;
  return isMasked ? MASK : shownValue(value);
};

const sourceOf = ({ value: _value, code: _code, message: _message, ...source }: Rejection): JsonObject =>
  asJson(source);

const asJson = ({ origin, actor, ...plain }: Source): JsonObject => ({
  ...plain,
  ...(actor === undefined ? {} : { actor: { ...actor } }),
  ...(origin === undefined ? {} : { origin: asJson(origin) }),
});

/** A value as views show it: a secret is the mask. */
export const shownValue = (value: Value): Json => (isSealed(value) ? MASK : value.v);

/** Variables as views show them: secrets and every name in `masks` are the mask (spec launch.md §3.4). */
export const shownVariables = (variables: Variables, masks: readonly string[] = []): JsonObject => {
  const masked = new Set(masks);
  return withEntries(
    Object.entries(variables).map(([key, value]): [string, Json] => [key, masked.has(key) ? MASK : shownValue(value)]),
  );
};

/**
 * Recorded prompts as an API body shows them: resources as ids, secrets masked. Of `composition.ignored` this is
 * `ignored_fields`.
 */
export const shownPrompts = (prompts: RecordedPrompts, masks: readonly string[] = []): JsonObject => {
  const { extra_vars: variables, credentials, labels, instance_groups: groups, ...scalars } = prompts;
  return {
    ...scalars,
    ...ids('credentials', credentials),
    ...ids('labels', labels),
    ...ids('instance_groups', groups),
    ...(variables === undefined ? {} : { extra_vars: shownVariables(variables, masks) }),
  };
};

const ids = (field: string, items: readonly Named[] | undefined): JsonObject =>
  items === undefined ? {} : { [field]: items.map(({ id }) => id) };

/** Parsed variables as values of a layer. */
export const plainVariables = (variables: JsonObject): Variables =>
  Object.fromEntries(Object.entries(variables).map(([key, v]): [string, Value] => [key, { v }]));
