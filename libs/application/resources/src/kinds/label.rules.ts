import type { ResourceRules } from '../declaration/rules.js';

export const labelRules: ResourceRules = {};
