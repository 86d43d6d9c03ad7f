import { forbidden, refused } from '@domain/kernel';
import type { Link, Lookup, ResourceRules } from '../declaration/rules.js';
import { refuseSharedName } from './inventory-names.js';
import { textOf } from '../declaration/text.js';

const RESERVED = ['all', '_meta'];

/** Is the group below the other one, at any depth? */
const isBelow = async (lookup: Lookup, group: number, top: number, seen = new Set<number>()): Promise<boolean> => {
  if (group === top) return true;
  seen.add(top);
  for (const child of await lookup.linked('group', 'children', top))
    if (!seen.has(child) && (await isBelow(lookup, group, child, seen))) return true;
  return false;
};

const refuseOtherInventory = ({ parent, child }: Link): void => {
  if (parent['inventory'] !== child['inventory'])
    throw refused({ detail: 'Cannot associate two items from different inventories.' });
};

export const groupRules: ResourceRules = {
  check: async ({ next, current }, { lookup }) => {
    if (current && next['inventory'] !== current['inventory'])
      throw forbidden({ detail: 'Unable to change inventory on a group.' });
    if (RESERVED.includes(textOf(next['name']))) return { errors: { name: ['Invalid group name.'] } };
    await refuseSharedName(lookup, 'host', next);
    return {};
  },
  beforeAttach: async (link, { lookup }) => {
    refuseOtherInventory(link);
    if (link.relation === 'children' && (await isBelow(lookup, link.parent.id, link.child.id)))
      throw refused({ error: 'Cyclical Group association.' });
  },
};
