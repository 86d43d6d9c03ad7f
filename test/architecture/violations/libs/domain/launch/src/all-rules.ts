import type { FirstRule } from './rules/first-rule.js';

export type AllRules = readonly FirstRule[];
