import { isSealed, type Json, MASK, type Value } from '@domain/kernel';
import { asNumber, isInteger, isNumber, pythonRepr, pythonText } from './python-text.js';
import type { Question, Survey } from './survey.js';

/**
 * Judges one answer by AWX's rules (spec launch.md §3.2). `undefined` = not given. Returns AWX's messages, none when fine.
 * `clear` is the text of a sealed answer; without it only its type can be judged.
 */
export const answerProblems = (question: Question, answer: Value | undefined, clear?: string): readonly string[] => {
  const { variable, required, type } = question;
  if (answer === undefined) return required ? [missingAnswer(variable)] : [];
  if (type === 'password' && isMask(answer)) {
    return required && question.default === null ? [missingAnswer(variable)] : [];
  }
  if (isSealed(answer)) return sealedProblems(question, clear);
  if (type === 'password' && looksSealed(answer.v)) return [`'${variable}' value may not start with ${MASK}.`];
  return plainProblems(question, answer.v);
};

export const missingAnswer = (variable: string): string => `'${variable}' value missing`;

/** The mask as an answer: "use the default". */
export const isMask = (value: Value): boolean => !isSealed(value) && value.v === MASK;

const looksSealed = (value: Json): boolean => typeof value === 'string' && value.startsWith(MASK);

const isTextual = ({ type }: Question): boolean => type === 'text' || type === 'textarea' || type === 'password';

const sealedProblems = (question: Question, clear: string | undefined): readonly string[] => {
  if (clear !== undefined) return plainProblems(question, clear, true);
  return isTextual(question) ? [] : plainProblems(question, MASK, true);
};

const plainProblems = (question: Question, value: Json, isSecret = question.type === 'password'): readonly string[] => {
  const shown = isSecret ? MASK : pythonText(value);
  if (isTextual(question)) return textProblems(question, value, shown);
  if (question.type === 'integer' || question.type === 'float') return numberProblems(question, value, shown);
  if (question.type === 'multiselect') return choicesProblems(question, value, isSecret);
  return typeof value === 'string' && question.choices.includes(value) ? [] : [notAChoice(question, shown)];
};

const textProblems = ({ variable, min, max }: Question, value: Json, shown: string): readonly string[] => {
  if (typeof value !== 'string') return [`Value ${shown} for '${variable}' expected to be a string.`];
  const length = codePoints(value);
  if (min !== null && length < asNumber(min)) {
    return [`'${variable}' value ${shown} is too small (length is ${length} must be at least ${pythonText(min)}).`];
  }
  return max !== null && length > asNumber(max) ? [tooLarge(variable, shown, pythonText(max))] : [];
};

const numberProblems = ({ variable, type, min, max }: Question, value: Json, shown: string): readonly string[] => {
  if (type === 'integer' && !isInteger(value)) return [`Value ${shown} for '${variable}' expected to be an integer.`];
  if (!isNumber(value)) return [`Value ${shown} for '${variable}' expected to be a numeric type.`];
  if (min !== null && asNumber(value) < asNumber(min)) {
    return [`'${variable}' value ${shown} is too small (must be at least ${pythonText(min)}).`];
  }
  return max !== null && asNumber(value) > asNumber(max) ? [tooLarge(variable, shown, pythonText(max))] : [];
};

const tooLarge = (variable: string, shown: string, max: string): string =>
  `'${variable}' value ${shown} is too large (must be no more than ${max}).`;

/** Each message repeats all choices: a long list of wrong members would make an answer of gigabytes. */
const MOST_TOLD = 20;

const choicesProblems = (question: Question, value: Json, isSecret: boolean): readonly string[] => {
  if (!Array.isArray(value)) return [`'${question.variable}' value is expected to be a list.`];
  const picked: readonly Json[] = value;
  const choices = new Set<Json>(question.choices);
  return picked
    .filter((item) => !choices.has(item))
    .slice(0, MOST_TOLD)
    .map((item) => notAChoice(question, isSecret ? MASK : pythonText(item)));
};

const notAChoice = ({ variable, choices }: Question, shown: string): string =>
  `Value ${shown} for '${variable}' expected to be one of ${pythonRepr(choices)}.`;

/** Python counts code points, JavaScript UTF-16 units. */
const codePoints = (text: string): number => Array.from(text).length;

/**
 * Survey defaults that take part: those that pass their own question's checks. A multiselect default is stored as text and
 * so never passes; `""` passes for texts only (spec launch.md §3.3).
 */
export const usableDefaults = (survey: Survey | null): readonly { readonly key: string; readonly value: Value }[] => {
  if (survey === null) return [];
  const usable: { key: string; value: Value }[] = [];
  for (const question of survey.questions) {
    const { variable, default: value } = question;
    if (value === null || isMask(value)) continue;
    if (answerProblems(question, value, survey.revealed?.[variable]).length === 0)
      usable.push({ key: variable, value });
  }
  return usable;
};
