import { isSealed, type Json, type Value } from '@domain/kernel';
import { NOT_ALLOWED } from './field-gate.js';
import { asNumber, isNumber } from './python-text.js';
import type { GivenVariable, VariableVerdicts, Verdict } from './variables-gate.js';
import type { Problem } from './problems.js';
import type { LaunchTarget } from './types.js';

const ALLOWED = ['days', 'older_than', 'granularity', 'dry_run', 'batch_size'];
const USES_DAYS = ['cleanup_jobs', 'cleanup_activitystream'];
const BAD_DAYS = 'days must be a positive integer.';

/** Rules of the kinds without prompts: a system job template knows a few variables, the others none (spec system-jobs.md). */
export const judgeFixedVariables = (
  target: LaunchTarget,
  given: ReadonlyMap<string, GivenVariable>,
): VariableVerdicts => {
  const verdicts = new Map<string, Verdict>();
  for (const [key, { value }] of given) verdicts.set(key, judge(target, key, value));
  return { verdicts, problems: problemsOf(target, verdicts) };
};

const judge = (target: LaunchTarget, key: string, value: Value): Verdict => {
  if (target.kind !== 'system_job_template') return { gate: 'rejected', code: 'unknown_field', message: NOT_ALLOWED };
  if (!ALLOWED.includes(key)) return { gate: 'rejected', code: 'variables_not_allowed', message: notAllowed([key]) };
  const usesDays = USES_DAYS.includes(String(target.values.job_type));
  return key === 'days' && usesDays && !isDays(value)
    ? { gate: 'rejected', code: 'variable_invalid', message: BAD_DAYS }
    : { gate: 'accepted:ask' };
};

/** As Python's `int()` reads it: `5`, `"5"` and `5.0`, but neither `"5.0"` nor `true`. */
const isDays = (value: Value): boolean => {
  if (isSealed(value)) return false;
  const v: Json = value.v;
  if (typeof v === 'string') return /^\s*\+?\d+\s*$/.test(v);
  if (!isNumber(v)) return false;
  return asNumber(v) >= 0 && Number.isInteger(asNumber(v));
};

const notAllowed = (names: readonly string[]): string =>
  `Variables ${names.join(', ')} are not allowed for system jobs.`;

const problemsOf = (target: LaunchTarget, verdicts: ReadonlyMap<string, Verdict>): readonly Problem[] => {
  const refused = [...verdicts].filter(([, { gate }]) => gate === 'rejected').map(([key]) => key);
  if (refused.length === 0) return [];
  if (target.kind !== 'system_job_template') {
    return [{ field: 'extra_vars', code: 'unknown_field', message: NOT_ALLOWED }];
  }
  const unknown = refused.filter((key) => !ALLOWED.includes(key));
  const problems: Problem[] = [];
  if (unknown.length > 0) {
    problems.push({ field: 'extra_vars', code: 'variables_not_allowed', message: notAllowed(unknown) });
  }
  if (refused.includes('days')) problems.push({ field: 'extra_vars', code: 'variable_invalid', message: BAD_DAYS });
  return problems;
};
