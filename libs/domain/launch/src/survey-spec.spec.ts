import { type Json, type JsonObject, Numeral } from '@domain/kernel';
import { sealed } from '@testing/launch';
import { answersToSeal, passwordVariables, readSurvey, requiredVariables } from './survey.js';
import { judgeSurveySpec, storedDefaults } from './survey-spec.js';

const q = (more: JsonObject = {}): JsonObject => ({
  question_name: 'Q',
  question_description: '',
  variable: 'v',
  type: 'text',
  required: false,
  ...more,
});
const spec = (...items: Json[]): JsonObject => ({ name: 's', description: 'd', spec: items });
const errorOf = (document: JsonObject): string | null => {
  const judged = judgeSurveySpec(document, {});
  return judged.ok ? null : judged.error;
};

describe('a survey document', () => {
  it.each<[string, JsonObject, string]>([
    ['no name', { description: 'd', spec: [q()] }, "Field 'name' is missing from survey spec."],
    ['nothing', {}, "Field 'spec' is missing from survey spec."],
    ['text for a list', { ...spec(), spec: 'x' }, "Expected list of items for field 'spec', received str type."],
    ['a number for a name', { ...spec(q()), name: 5 }, "Expected string for field 'name', received int type."],
    ['null', { ...spec(q()), description: null }, "Expected string for field 'description', received NoneType type."],
    ['no question', spec(), "'spec' doesn't contain any items."],
    ['text for a question', spec('x'), 'Survey question 0 is not a json object.'],
    [
      'no variable',
      spec({ question_name: 'Q', type: 'text', required: true }),
      "'variable' missing from survey question 0",
    ],
    ['text for a boolean', spec(q({ required: 'yes' })), "'required' in survey question 0 expected to be boolean."],
    ['number for a text', spec(q({ variable: 5 })), "'variable' in survey question 0 expected to be string."],
    ['twice', spec(q(), q()), "'variable' 'v' duplicated in survey question 1."],
    [
      'unknown type',
      spec(q({ type: 'foo' })),
      "'foo' in survey question 0 is not one of 'text, textarea, password, multiplechoice, multiselect, integer, float' allowed question types.",
    ],
    ['number as default', spec(q({ default: 5 })), 'Default value 5 in survey question 0 expected to be string.'],
    ['null as default', spec(q({ default: null })), 'Default value None in survey question 0 expected to be string.'],
    [
      'text as default of an integer',
      spec(q({ type: 'integer', default: 'x' })),
      'Default value x in survey question 0 expected to be integer.',
    ],
    [
      'text as default of a float',
      spec(q({ type: 'float', default: 'x' })),
      'Default value x in survey question 0 expected to be float.',
    ],
    [
      'list as default',
      spec(q({ type: 'multiselect', choices: ['a'], default: ['a'] })),
      "Default value ['a'] in survey question 0 expected to be string.",
    ],
    ['empty min', spec(q({ min: '' })), 'The min limit in survey question 0 expected to be integer.'],
    ['text as max', spec(q({ max: 'x' })), 'The max limit in survey question 0 expected to be integer.'],
    ['no choices', spec(q({ type: 'multiselect' })), 'Survey question 0 of type multiselect must specify choices.'],
    [
      'two defaults',
      spec(q({ type: 'multiplechoice', choices: ['a', 'b'], default: 'a\nb' })),
      'Multiple Choice (Single Select) can only have one default value.',
    ],
    [
      'part of a choice',
      spec(q({ type: 'multiplechoice', choices: 'ab\nc', default: 'b' })),
      'Default choice must be answered from the choices listed.',
    ],
    [
      'mask on a text',
      spec(q({ default: '$encrypted$' })),
      '$encrypted$ is a reserved keyword for password question defaults, survey question 0 is type text.',
    ],
    [
      'mask on a new password',
      spec(q({ type: 'password', default: '$encrypted$' })),
      '$encrypted$ is a reserved keyword, may not be used for new default in position 0.',
    ],
  ])('is refused: %s', (_title, document, error) => {
    expect(errorOf(document)).toBe(error);
  });

  it.each<[string, JsonObject]>([
    ['an empty variable', q({ variable: '' })],
    ['a default out of bounds', q({ type: 'integer', default: 9, max: 5 })],
    ['min null', q({ min: null })],
    ['empty choices', q({ type: 'multiplechoice', choices: '' })],
    ['a written-out float', q({ type: 'float', default: new Numeral('1.0') })],
    ['an empty default of a number', q({ type: 'integer', default: '' })],
  ])('is taken: %s', (_title, item) => {
    expect(errorOf(spec(item))).toBeNull();
  });

  it('keeps unknown keys, loses blank lines, and hands out password defaults apart', () => {
    const judged = judgeSurveySpec(
      spec(
        q({ variable: 'p', type: 'password', default: 'hunter2' }),
        q({ variable: 'k', type: 'password', default: '$encrypted$' }),
        q({ variable: 'e', type: 'password', default: '$encrypted$' }),
        q({ variable: 'm', type: 'multiselect', choices: 'x\n\ny', default: 'x\n\ny', own: { kept: true } }),
      ),
      { k: sealed('k'), e: { v: '' } },
    );
    expect(judged).toMatchObject({
      ok: true,
      kept: { k: sealed('k') },
      toSeal: { p: 'hunter2' },
      document: {
        spec: [
          { default: '$encrypted$' },
          { default: '$encrypted$' },
          { default: '' },
          { choices: 'x\ny', default: 'x\ny', own: { kept: true } },
        ],
      },
    });
    expect(judged.ok && JSON.stringify(judged.document)).not.toContain('hunter2');
  });

  it('knows the stored defaults: sealed ones and empty ones', () => {
    const document = spec(q({ variable: 'e', type: 'password', default: '' }), q({ variable: 't', default: '' }));
    expect(storedDefaults(document, { k: sealed('k') })).toEqual({ k: sealed('k'), e: { v: '' } });
  });
});

describe('reading a survey', () => {
  it('takes no bound from "" or null, but 0, and choices from text', () => {
    const survey = readSurvey(
      spec(
        q({ min: 0, max: '' }),
        q({ type: 'multiselect', choices: 'a \n\nb', default: 'a ' }),
        q({ type: 'password', default: '$encrypted$', required: true, variable: 'p' }),
      ),
      { p: sealed('p') },
    );
    expect(survey?.questions).toMatchObject([
      { min: 0, max: null, choices: [], default: null },
      { choices: ['a ', 'b'], default: { v: 'a ' } },
      { default: sealed('p'), required: true },
    ]);
    expect(passwordVariables(survey)).toEqual(['p']);
    expect(requiredVariables(survey)).toEqual(['p']);
  });

  it('finds no survey in a document without questions', () => {
    expect(readSurvey({}, {})).toBeNull();
  });

  it.each([
    ['a real answer', 'hunter2', ['p']],
    ['the mask', '$encrypted$', []],
    ['a would-be ciphertext', '$encrypted$abc', []],
    ['nothing', '', []],
    ['a number', 5, []],
  ])('wants sealed: %s', (_title, answer, expected) => {
    const survey = readSurvey(spec(q({ variable: 'p', type: 'password' })), {});
    expect(answersToSeal(survey, { p: { v: answer }, other: { v: 'x' } })).toEqual(expected);
  });
});
