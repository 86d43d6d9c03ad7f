import { parseVariables } from '@application/variables';
import { forbidden, invalid, pythonJson } from '@domain/kernel';
import type { Fields, ResourceRules, Verdict } from '../declaration/rules.js';
import { refuseSharedName } from './inventory-names.js';
import { textOf } from '../declaration/text.js';

const PORT = /^([^:]+):([^:]*)$/;

/** `web1:2222` names web1 and says where its ssh listens. */
const splitPort = (next: Fields): Verdict => {
  const [, name, port] = PORT.exec(textOf(next['name'])) ?? [];
  if (name === undefined || port === undefined) return {};
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) return { errors: { name: [`Invalid port specification: ${port}`] } };
  const parsed = parseVariables(textOf(next['variables']));
  const variables = { ...(parsed.ok ? parsed.value : {}), ansible_ssh_port: number };
  return { set: { name, variables: pythonJson(variables) } };
};

export const hostRules: ResourceRules = {
  check: async ({ next, current }, { lookup }) => {
    if (current && next['inventory'] !== current['inventory'])
      throw forbidden({ detail: 'Unable to change inventory on a host.' });
    const inventory = await lookup.find('inventory', Number(next['inventory']));
    if (!current && inventory?.['kind'])
      throw invalid({ inventory: ['Cannot create Host for Smart or Constructed Inventories'] });
    const verdict = splitPort(next);
    await refuseSharedName(lookup, 'group', { ...next, ...verdict.set });
    return verdict;
  },
};
