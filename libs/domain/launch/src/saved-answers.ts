import { type FieldErrors, isSealed, MASK, type Value, type Variables } from '@domain/kernel';
import { isMask } from './answers.js';
import { passwordVariables, type Survey } from './survey.js';

/** What becomes of the `extra_data` sent to a node or schedule (spec launch.md §9.3). */
export interface SavedAnswers {
  /** To be stored; those named in `toSeal` still clear. */
  readonly variables: Variables;
  /** To be composed: answers left to a default are still the mask, which answers a required question. */
  readonly toJudge: Variables;
  readonly toSeal: readonly string[];
  /** Masked answers whose stored ciphertext stays. */
  readonly kept: readonly string[];
  /** Masked answers removed, so that the survey's default applies. */
  readonly droppedForDefault: readonly string[];
  readonly errors: FieldErrors;
}

/** `stored`: the variables the configuration holds now, empty for a new one. */
export const judgeSavedAnswers = (survey: Survey | null, submitted: Variables, stored: Variables): SavedAnswers => {
  const passwords = passwordVariables(survey).filter((name) => Object.hasOwn(submitted, name));
  const masked = passwords.filter((name) => isMask(submitted[name] as Value));
  const kept = masked.filter((name) => Object.hasOwn(stored, name));
  const dropped = masked.filter((name) => !kept.includes(name) && hasDefault(survey, name));
  const entries = Object.entries(submitted).map(([name, value]): [string, Value] => [
    name,
    kept.includes(name) ? (stored[name] as Value) : value,
  ]);
  const variables = Object.fromEntries(entries.filter(([name]) => !dropped.includes(name)));
  const errors = problems({
    passwords,
    baseless: masked.filter((n) => !kept.includes(n) && !dropped.includes(n)),
    submitted,
  });
  const toSeal = passwords.filter((name) => !masked.includes(name) && isClearText(submitted[name] as Value));
  return { variables, toJudge: Object.fromEntries(entries), toSeal, kept, droppedForDefault: dropped, errors };
};

const isClearText = (value: Value): boolean =>
  !isSealed(value) && typeof value.v === 'string' && value.v !== '' && !value.v.startsWith(MASK);

const hasDefault = (survey: Survey | null, name: string): boolean => {
  const value = survey?.questions.find(({ variable }) => variable === name)?.default ?? null;
  return value !== null && (isSealed(value) || value.v !== '');
};

interface Asked {
  readonly passwords: readonly string[];
  readonly baseless: readonly string[];
  readonly submitted: Variables;
}

const problems = ({ passwords, baseless, submitted }: Asked): FieldErrors => {
  const [missing] = baseless;
  if (missing !== undefined) return under(`Provided variable ${missing} has no database value to replace with.`);
  if (passwords.length === 0) return {};
  const reserved = Object.keys(submitted).find((name) => !passwords.includes(name) && isMask(submitted[name] as Value));
  return reserved === undefined ? {} : under(`"$encrypted$ is a reserved keyword, may not be used for ${reserved}."`);
};

const under = (message: string): FieldErrors => ({ extra_data: [message] });
