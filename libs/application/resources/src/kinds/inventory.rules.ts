import { DomainError } from '@domain/kernel';
import type { ResourceRules } from '../declaration/rules.js';

const TURNED = 'You cannot turn a regular inventory into a "smart" or "constructed" inventory.';

export const inventoryRules: ResourceRules = {
  check: ({ next, current }) => {
    if (current && next['kind'] !== current['kind'])
      throw new DomainError('not-allowed', 'KIND_IS_FIXED', { error: TURNED });
    const lacksFilter = next['kind'] === 'smart' && !next['host_filter'];
    return Promise.resolve(
      lacksFilter ? { errors: { host_filter: ['Smart inventories must specify host_filter'] } } : {},
    );
  },
};
