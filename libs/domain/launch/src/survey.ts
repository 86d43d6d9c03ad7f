import {
  isJsonObject,
  isSealed,
  type Json,
  type JsonObject,
  MASK,
  type Numeral,
  type Value,
  type Variables,
} from '@domain/kernel';
import { isNumber, textOf } from './python-text.js';

export const QUESTION_TYPES = [
  'text',
  'textarea',
  'password',
  'multiplechoice',
  'multiselect',
  'integer',
  'float',
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export interface Question {
  readonly variable: string;
  readonly type: QuestionType;
  readonly required: boolean;
  /** Null = no bound; 0 is a bound. */
  readonly min: number | Numeral | null;
  readonly max: number | Numeral | null;
  /** Of the two choice types. */
  readonly choices: readonly string[];
  /** Null = none. A non-empty password default is sealed. */
  readonly default: Value | null;
}

/** An enabled survey with at least one question. */
export interface Survey {
  readonly questions: readonly Question[];
  /** Clear text of sealed defaults, looked at by the checks and copied nowhere. */
  readonly revealed?: Readonly<Record<string, string>>;
}

/**
 * Reads a stored survey document. `secrets` holds the sealed password defaults by variable; in the document itself they
 * are the mask. Null for a document without questions, which counts as no survey (spec launch.md §2.4).
 */
export const readSurvey = (document: JsonObject, secrets: Variables): Survey | null => {
  const spec = document['spec'];
  const items = Array.isArray(spec) ? (spec as readonly Json[]).filter(isJsonObject) : [];
  return items.length === 0 ? null : { questions: items.map((item) => readQuestion(item, secrets)) };
};

const readQuestion = (item: JsonObject, secrets: Variables): Question => {
  const variable = textOf(item['variable']);
  const type = item['type'] as QuestionType;
  return {
    variable,
    type,
    required: item['required'] === true,
    min: bound(item['min']),
    max: bound(item['max']),
    choices: choiceList(item['choices']),
    default: type === 'password' ? secretDefault(item, secrets[variable]) : plainDefault(item['default']),
  };
};

const bound = (value: Json | undefined): number | Numeral | null => (isNumber(value) ? value : null);

const plainDefault = (value: Json | undefined): Value | null =>
  value === undefined || value === null ? null : { v: value };

const secretDefault = (item: JsonObject, secret: Value | undefined): Value | null =>
  item['default'] === MASK ? (secret ?? null) : plainDefault(item['default']);

/** A list of strings, or one string with a choice a line; blank lines are none (spec launch.md §3.1). */
export const choiceList = (choices: Json | undefined): readonly string[] => {
  if (typeof choices === 'string') return nonBlankLines(choices);
  return Array.isArray(choices) ? (choices as readonly Json[]).filter((item) => typeof item === 'string') : [];
};

export const nonBlankLines = (text: string): readonly string[] =>
  text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');

/** Variables of password questions: their string answers must be sealed, whatever layer brings them. */
export const passwordVariables = (survey: Survey | null): readonly string[] =>
  survey === null ? [] : survey.questions.filter(({ type }) => type === 'password').map(({ variable }) => variable);

/**
 * Names among `variables` whose clear text must be sealed before composing: real answers to password questions. The mask,
 * texts that only look like ciphertext (refused later), the empty string and wrong types stay as they are (spec launch.md §3.4).
 */
export const answersToSeal = (survey: Survey | null, variables: Variables): readonly string[] =>
  passwordVariables(survey).filter((name) => Object.hasOwn(variables, name) && isClearSecret(variables[name]));

const isClearSecret = (value: Value | undefined): boolean =>
  value !== undefined && !isSealed(value) && typeof value.v === 'string' && value.v !== '' && !value.v.startsWith(MASK);

/** Variables of all required questions, defaults notwithstanding: `variables_needed_to_start` of the launch page. */
export const requiredVariables = (survey: Survey | null): readonly string[] =>
  survey === null ? [] : survey.questions.filter(({ required }) => required).map(({ variable }) => variable);
