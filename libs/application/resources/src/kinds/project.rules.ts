import type { ResourceRules } from '../declaration/rules.js';

export const projectRules: ResourceRules = {};
