import { isSealed, sameJson, type Value, type Variables } from '@domain/kernel';
import { answerProblems, missingAnswer } from './answers.js';
import type { Problem } from './problems.js';
import type { Question } from './survey.js';
import type { GateResult, LaunchTarget, RejectionCode } from './types.js';

/** One variable as the layers under the gate offer it: the strongest one's value. */
export interface GivenVariable {
  readonly value: Value;
  /** Its clear text, when it is sealed and could be opened. */
  readonly clear: string | undefined;
}

export type Verdict =
  | { readonly gate: Exclude<GateResult, 'rejected' | 'bypassed'> }
  | { readonly gate: 'rejected'; readonly code: RejectionCode; readonly message: string };

export interface VariableVerdicts {
  /** Of every given variable; of a required question without an answer too. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  readonly problems: readonly Problem[];
}

/** The template's rules for variables: questions first, in their order, then `ask`, then equality (spec precedence.md §2). */
export const judgeVariables = (
  target: LaunchTarget,
  given: ReadonlyMap<string, GivenVariable>,
  requireAnswers: boolean,
): VariableVerdicts => {
  const verdicts = new Map<string, Verdict>();
  const problems: Problem[] = [];
  for (const question of target.survey?.questions ?? []) {
    judgeAnswer(question, given.get(question.variable), { verdicts, problems, requireAnswers });
  }
  const refused: string[] = [];
  for (const [key, { value }] of given) {
    if (verdicts.has(key)) continue;
    const verdict = judgeFree(target, key, value);
    verdicts.set(key, verdict);
    if (verdict.gate === 'rejected') refused.push(key);
  }
  if (refused.length > 0) {
    problems.push({ field: 'extra_vars', code: 'variables_not_allowed', message: notAllowed(target, refused) });
  }
  return { verdicts, problems };
};

interface Answering {
  readonly verdicts: Map<string, Verdict>;
  readonly problems: Problem[];
  readonly requireAnswers: boolean;
}

const judgeAnswer = (question: Question, given: GivenVariable | undefined, so: Answering): void => {
  const found = answerProblems(question, given?.value, given?.clear).filter(
    (message) => so.requireAnswers || message !== missingAnswer(question.variable),
  );
  if (found.length === 0) {
    if (given !== undefined) so.verdicts.set(question.variable, { gate: 'accepted:survey' });
    return;
  }
  const code = given === undefined ? 'answer_missing' : 'survey_invalid';
  so.verdicts.set(question.variable, { gate: 'rejected', code, message: found.join(' ') });
  for (const message of found) so.problems.push({ field: 'variables_needed_to_start', code, message });
};

const judgeFree = (target: LaunchTarget, key: string, value: Value): Verdict => {
  if (target.asks.extra_vars === true) return { gate: 'accepted:ask' };
  if (sameAsOwn(target.variables, key, value)) return { gate: 'noop' };
  return { gate: 'rejected', code: 'variables_not_allowed', message: notAllowed(target, [key]) };
};

const sameAsOwn = (own: Variables, key: string, value: Value): boolean => {
  const mine = Object.hasOwn(own, key) ? own[key] : undefined;
  if (mine === undefined) return false;
  return isSealed(mine) || isSealed(value)
    ? isSealed(mine) && isSealed(value) && mine.mac === value.mac
    : sameJson(mine.v, value.v);
};

const notAllowed = ({ kind }: LaunchTarget, names: readonly string[]): string =>
  `Variables ${names.join(', ')} are not allowed on launch. Check the Prompt on Launch setting on the ` +
  `${kind === 'workflow_job_template' ? 'Workflow Job Template' : 'Job Template'} to include Extra Variables.`;
