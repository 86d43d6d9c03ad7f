import { isJsonObject, isSealed, type Json } from '@domain/kernel';
import type { Composition, Decision, Named } from '@domain/launch';

/** A value that nobody but the template had a say in. */
export interface OwnValue {
  readonly field: string;
  readonly key: string | null;
  readonly value: Json;
}

/** What a composition has no decisions about: the template's values stand, for nothing else was offered. */
export const unopposed = ({ effective, decisions }: Composition): readonly OwnValue[] => {
  const { extra_vars: _decided, credentials, labels, instance_groups: groups, ...scalars } = effective;
  const fields = new Set<string>(decisions.map(({ field }) => field));
  const resources = new Set(decisions.flatMap(decidedResources));
  const alone = (field: string, items: readonly Named[]) => items.filter(({ id }) => !resources.has(`${field} ${id}`));
  return [
    ...Object.entries({ ...scalars, instance_groups: groups.map(plain) })
      .filter(([field]) => !fields.has(field))
      .map(([field, value]) => ({ field, key: null, value: value ?? null })),
    ...alone('credentials', credentials).map((item) => ({ field: 'credentials', key: null, value: plain(item) })),
    ...alone('labels', labels).map((item) => ({ field: 'labels', key: String(item.id), value: plain(item) })),
  ];
};

const plain = ({ id, name }: Named) => ({ id, name });

/** `credentials 4`: a decision's result is one resource, or a whole list that stayed as it was. */
const decidedResources = ({ field, effective }: Decision): readonly string[] => {
  if (field === 'extra_vars' || effective === null || isSealed(effective)) return [];
  const items: readonly Json[] = Array.isArray(effective.v) ? effective.v : [effective.v];
  return items.filter(isJsonObject).map(({ id }) => `${field} ${String(id as number)}`);
};
