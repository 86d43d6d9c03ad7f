import { invalid } from '@domain/kernel';
import type { Fields, Lookup } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';

/** Hosts and groups of one inventory may not be named alike: Ansible would take one for the other. */
export const refuseSharedName = async (lookup: Lookup, other: 'host' | 'group', next: Fields): Promise<void> => {
  const same = await lookup.idsWhere(other, { inventory: Number(next['inventory']), name: textOf(next['name']) });
  const title = other === 'host' ? 'Host' : 'Group';
  if (same.length > 0) throw invalid({ __all__: [`A ${title} with that name already exists.`] });
};
