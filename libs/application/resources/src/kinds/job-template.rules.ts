import type { ResourceRules } from '../declaration/rules.js';

export const jobTemplateRules: ResourceRules = {};
