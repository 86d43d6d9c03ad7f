import type { ResourceRules } from '../declaration/rules.js';

export const hostRules: ResourceRules = {};
