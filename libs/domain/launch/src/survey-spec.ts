import { isJsonObject, isSealed, type Json, type JsonObject, MASK, type Value, type Variables } from '@domain/kernel';
import { isInteger, isNumber, pythonText, pythonType, textOf } from './python-text.js';
import { choiceList, nonBlankLines, QUESTION_TYPES } from './survey.js';

/**
 * A survey document that may be stored. Password defaults in it are the mask; their secrets are told apart by variable:
 * `kept` as they are stored, `toSeal` in clear and to be sealed by the caller.
 */
export interface AcceptedSpec {
  readonly ok: true;
  readonly document: JsonObject;
  readonly kept: Variables;
  readonly toSeal: Readonly<Record<string, string>>;
}

/** 400 `{"error": message}`. */
export interface RefusedSpec {
  readonly ok: false;
  readonly error: string;
}

/** Judges a survey document; the first problem only, in AWX's words (spec launch.md §8). `stored`: password defaults now in force. */
export const judgeSurveySpec = (document: JsonObject, stored: Variables): AcceptedSpec | RefusedSpec => {
  const frame = frameProblem(document);
  if (frame !== null) return { ok: false, error: frame };
  const spec = document['spec'] as readonly Json[];
  const error = firstProblem(spec, stored);
  return error === null ? accept(document, spec as readonly JsonObject[], stored) : { ok: false, error };
};

const FRAME = [
  ['name', 'str', 'string'],
  ['description', 'str', 'string'],
  ['spec', 'list', 'list of items'],
] as const;

/** AWX overwrites the message field by field, so the last problem is the one told. */
const frameProblem = (document: JsonObject): string | null => {
  if (Array.isArray(document['spec']) && document['spec'].length === 0) return "'spec' doesn't contain any items.";
  return FRAME.reduce<string | null>((problem, [field, type, label]) => {
    const value = document[field];
    if (value === undefined) return `Field '${field}' is missing from survey spec.`;
    return pythonType(value) === type
      ? problem
      : `Expected ${label} for field '${field}', received ${pythonType(value)} type.`;
  }, null);
};

const firstProblem = (spec: readonly Json[], stored: Variables): string | null => {
  const seen = new Set<string>();
  for (const [index, item] of spec.entries()) {
    if (!isJsonObject(item)) return `Survey question ${index} is not a json object.`;
    const problem = shapeProblem(item, index) ?? duplicate(item, index, seen) ?? typeProblem(item, index, stored);
    if (problem !== null) return problem;
    seen.add(textOf(item['variable']));
  }
  return null;
};

const shapeProblem = (item: JsonObject, index: number): string | null => {
  for (const field of ['type', 'question_name', 'variable', 'required']) {
    const value = item[field];
    const label = field === 'required' ? 'boolean' : 'string';
    if (value === undefined) return `'${field}' missing from survey question ${index}`;
    if (typeof value !== label) return `'${field}' in survey question ${index} expected to be ${label}.`;
  }
  return null;
};

const duplicate = (item: JsonObject, index: number, seen: ReadonlySet<string>): string | null => {
  const variable = textOf(item['variable']);
  return seen.has(variable) ? `'variable' '${variable}' duplicated in survey question ${index}.` : null;
};

const typeProblem = (item: JsonObject, index: number, stored: Variables): string | null => {
  const type = textOf(item['type']);
  if (!(QUESTION_TYPES as readonly string[]).includes(type)) {
    return `'${type}' in survey question ${index} is not one of '${QUESTION_TYPES.join(', ')}' allowed question types.`;
  }
  return (
    defaultTypeProblem(item, index) ??
    boundProblem(item, index) ??
    choiceProblem(item, index) ??
    maskProblem(item, index, stored)
  );
};

const defaultTypeProblem = (item: JsonObject, index: number): string | null => {
  const value = item['default'];
  const type = textOf(item['type']);
  if (value === undefined || value === '') return null;
  const isRight =
    type === 'integer' ? isInteger(value) : type === 'float' ? isNumber(value) : typeof value === 'string';
  const label = type === 'integer' || type === 'float' ? type : 'string';
  return isRight ? null : `Default value ${pythonText(value)} in survey question ${index} expected to be ${label}.`;
};

const boundProblem = (item: JsonObject, index: number): string | null => {
  const wrong = ['min', 'max'].find((key) => (item[key] ?? null) !== null && !isInteger(item[key]));
  return wrong === undefined ? null : `The ${wrong} limit in survey question ${index} expected to be integer.`;
};

const isChoice = (item: JsonObject): boolean => item['type'] === 'multiselect' || item['type'] === 'multiplechoice';

const choiceProblem = (item: JsonObject, index: number): string | null => {
  if (!isChoice(item)) return null;
  if (item['choices'] === undefined) {
    return `Survey question ${index} of type ${textOf(item['type'])} must specify choices.`;
  }
  const defaults = typeof item['default'] === 'string' ? nonBlankLines(item['default']) : [];
  if (item['type'] === 'multiplechoice' && defaults.length > 1) {
    return 'Multiple Choice (Single Select) can only have one default value.';
  }
  const choices = new Set(choiceList(item['choices']));
  return defaults.every((choice) => choices.has(choice))
    ? null
    : 'Default choice must be answered from the choices listed.';
};

const maskProblem = (item: JsonObject, index: number, stored: Variables): string | null => {
  const value = item['default'];
  if (typeof value !== 'string' || !value.startsWith(MASK)) return null;
  if (item['type'] !== 'password') {
    return `$encrypted$ is a reserved keyword for password question defaults, survey question ${index} is type ${textOf(item['type'])}.`;
  }
  return value === MASK && Object.hasOwn(stored, textOf(item['variable']))
    ? null
    : `$encrypted$ is a reserved keyword, may not be used for new default in position ${index}.`;
};

const accept = (document: JsonObject, spec: readonly JsonObject[], stored: Variables): AcceptedSpec => {
  const passwords = spec.filter((item) => item['type'] === 'password');
  const kept = passwords.filter((item) => item['default'] === MASK).map(nameOf);
  const fresh = passwords.filter((item) => !['', MASK, undefined].includes(item['default'] as string | undefined));
  return {
    ok: true,
    document: { ...document, spec: spec.map((item) => normalised(item, stored)) },
    kept: Object.fromEntries(
      kept.map((name): [string, Value] => [name, stored[name] as Value]).filter(([, value]) => isSealed(value)),
    ),
    toSeal: Object.fromEntries(fresh.map((item) => [nameOf(item), textOf(item['default'])])),
  };
};

const nameOf = (item: JsonObject): string => textOf(item['variable']);

/** Choices given as text lose their blank lines; a password default leaves its mask behind. */
const normalised = (item: JsonObject, stored: Variables): JsonObject => {
  const { choices, default: value } = item;
  if (item['type'] === 'password') {
    if (value === undefined || value === '') return item;
    const former = value === MASK ? stored[nameOf(item)] : undefined;
    return { ...item, default: former !== undefined && !isSealed(former) ? former.v : MASK };
  }
  if (!isChoice(item)) return item;
  return {
    ...item,
    ...(typeof choices === 'string' ? { choices: nonBlankLines(choices).join('\n') } : {}),
    ...(typeof value === 'string' ? { default: nonBlankLines(value).join('\n') } : {}),
  };
};

/** The password defaults in force by variable, as `judgeSurveySpec` wants them: the sealed ones and those stored empty. */
export const storedDefaults = (document: JsonObject, secrets: Variables): Variables => {
  const spec = Array.isArray(document['spec']) ? (document['spec'] as readonly Json[]) : [];
  const empty = spec
    .filter(isJsonObject)
    .filter((item) => item['type'] === 'password' && item['default'] === '')
    .map((item): [string, Value] => [nameOf(item), { v: '' }]);
  return Object.fromEntries([...Object.entries(secrets), ...empty]);
};
