import { invalid } from '@domain/kernel';
import type { ResourceRules } from '../declaration/rules.js';

export const organizationRules: ResourceRules = {
  check: ({ next, current }, { viewer }) => {
    const before = current?.['max_hosts'] ?? 0;
    if (!viewer.isSuperuser && next['max_hosts'] !== before) throw invalid({ __all__: ['Cannot change max_hosts.'] });
    return Promise.resolve({});
  },
};
