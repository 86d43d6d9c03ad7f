import { type Json, Numeral } from '@domain/kernel';
import { question, sealed } from '@testing/launch';
import { answerProblems, usableDefaults } from './answers.js';
import type { Question } from './survey.js';

const bounded = { min: 2, max: 5 };
const choices = ['a', 'b b'];

const judged = (q: Partial<Question>, answer: Json | undefined): readonly string[] =>
  answerProblems(question('v', q), answer === undefined ? undefined : { v: answer });

describe('an answer to a survey question', () => {
  it.each<[Partial<Question>, Json]>([
    [{ ...bounded }, 'ab'],
    [{ ...bounded }, 'äöüßé'],
    [{ ...bounded, type: 'textarea' }, 'a\nb'],
    [{ max: 1 }, '😀'],
    [{ required: true }, ''],
    [{ ...bounded, type: 'integer' }, 5],
    [{ type: 'integer' }, new Numeral('12345678901234567890')],
    [{ ...bounded, type: 'float' }, 2],
    [{ ...bounded, type: 'float' }, new Numeral('3.0')],
    [{ type: 'multiplechoice', choices }, 'b b'],
    [{ type: 'multiselect', choices, required: true }, []],
    [{ type: 'multiselect', choices }, ['a', 'b b']],
    [{ type: 'password', min: 3 }, 'abc'],
  ])('%j takes %j', (q, answer) => {
    expect(judged(q, answer)).toEqual([]);
  });

  it.each<[Partial<Question>, Json, string]>([
    [{}, 5, "Value 5 for 'v' expected to be a string."],
    [{}, true, "Value True for 'v' expected to be a string."],
    [{}, null, "Value None for 'v' expected to be a string."],
    [{}, ['a'], "Value ['a'] for 'v' expected to be a string."],
    [{}, { k: "it's" }, `Value {'k': "it's"} for 'v' expected to be a string.`],
    [bounded, 'a', "'v' value a is too small (length is 1 must be at least 2)."],
    [bounded, '', "'v' value  is too small (length is 0 must be at least 2)."],
    [bounded, 'abcdef', "'v' value abcdef is too large (must be no more than 5)."],
    [{ max: 0 }, 'a', "'v' value a is too large (must be no more than 0)."],
    [{ type: 'integer' }, '3', "Value 3 for 'v' expected to be an integer."],
    [{ type: 'integer' }, 3.5, "Value 3.5 for 'v' expected to be an integer."],
    [{ type: 'integer' }, new Numeral('3.0'), "Value 3.0 for 'v' expected to be an integer."],
    [{ type: 'integer' }, true, "Value True for 'v' expected to be an integer."],
    [{ type: 'integer' }, [], "Value [] for 'v' expected to be an integer."],
    [{ ...bounded, type: 'integer' }, 1, "'v' value 1 is too small (must be at least 2)."],
    [{ ...bounded, type: 'integer' }, 9, "'v' value 9 is too large (must be no more than 5)."],
    [{ type: 'float' }, '1.5', "Value 1.5 for 'v' expected to be a numeric type."],
    [{ type: 'float' }, true, "Value True for 'v' expected to be a numeric type."],
    [{ ...bounded, type: 'float' }, 5.5, "'v' value 5.5 is too large (must be no more than 5)."],
    [{ type: 'multiplechoice', choices }, 'b', "Value b for 'v' expected to be one of ['a', 'b b']."],
    [{ type: 'multiplechoice', choices }, null, "Value None for 'v' expected to be one of ['a', 'b b']."],
    [{ type: 'multiselect', choices }, 'a', "'v' value is expected to be a list."],
    [{ type: 'multiselect', choices }, [1], "Value 1 for 'v' expected to be one of ['a', 'b b']."],
    [{ type: 'password' }, 5, "Value $encrypted$ for 'v' expected to be a string."],
    [{ type: 'password', min: 3 }, 'ab', "'v' value $encrypted$ is too small (length is 2 must be at least 3)."],
    [{ type: 'password' }, '$encrypted$x', "'v' value may not start with $encrypted$."],
  ])('%j refuses %j', (q, answer, message) => {
    expect(judged(q, answer)).toEqual([message]);
  });

  it('tells every member that is no choice', () => {
    expect(judged({ type: 'multiselect', choices }, ['a', 'x', 'y'])).toHaveLength(2);
  });

  it('tells some of many members that are no choices', () => {
    const many = Array.from({ length: 50_000 }, (_, index) => `choice ${index}`);
    const wrong = many.map((choice) => `no ${choice}`);
    expect(judged({ type: 'multiselect', choices: many }, many)).toEqual([]);
    expect(judged({ type: 'multiselect', choices: many }, wrong)).toHaveLength(20);
  });

  it('is missing only where it is required, even when there is a default', () => {
    expect(judged({}, undefined)).toEqual([]);
    expect(judged({ required: true, default: { v: 'x' } }, undefined)).toEqual(["'v' value missing"]);
  });

  it.each([
    [{ required: true, default: null }, ["'v' value missing"]],
    [{ required: true, default: sealed('d') }, []],
    [{ required: true, default: { v: '' } }, []],
    [{ required: false, default: null }, []],
  ])('reads the mask for a password with %j as a wish for the default', (q, expected) => {
    expect(judged({ ...q, type: 'password', min: 50 }, '$encrypted$')).toEqual(expected);
  });

  it('judges a sealed answer by its clear text, and without it by its type alone', () => {
    const password = question('v', { type: 'password', min: 3 });
    expect(answerProblems(password, sealed('s'), 'ab')).toEqual([
      "'v' value $encrypted$ is too small (length is 2 must be at least 3).",
    ]);
    expect(answerProblems(password, sealed('s'))).toEqual([]);
    expect(answerProblems(question('v', { type: 'integer' }), sealed('s'), '7')).toEqual([
      "Value $encrypted$ for 'v' expected to be an integer.",
    ]);
  });
});

describe('survey defaults', () => {
  it('take part only when they pass their own question', () => {
    const questions = [
      question('text', { default: { v: 'x' } }),
      question('empty', { default: { v: '' } }),
      question('short', { default: { v: 'a' }, min: 3 }),
      question('number', { type: 'integer', default: { v: 7 } }),
      question('blank', { type: 'integer', default: { v: '' } }),
      question('high', { type: 'integer', default: { v: 9 }, max: 5 }),
      question('one', { type: 'multiplechoice', choices, default: { v: 'a' } }),
      question('none', { type: 'multiplechoice', choices, default: { v: '' } }),
      question('many', { type: 'multiselect', choices, default: { v: 'a\nb b' } }),
      question('secret', { type: 'password', default: sealed('d') }),
      question('weak', { type: 'password', min: 3, default: sealed('w') }),
      question('bare'),
    ];
    const used = usableDefaults({ questions, revealed: { secret: 'long', weak: 'ab' } });
    expect(used.map(({ key }) => key)).toEqual(['text', 'empty', 'number', 'one', 'secret']);
  });
});
