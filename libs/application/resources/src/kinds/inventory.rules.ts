import type { ResourceRules } from '../declaration/rules.js';

export const inventoryRules: ResourceRules = {};
