import type { SurveySpec } from './survey-spec.js';
import type { FirstRule } from './rules/first-rule.js';

export type AllRules = readonly FirstRule[];

export type Asked = SurveySpec;
