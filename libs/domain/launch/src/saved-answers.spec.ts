import { jobTemplate, layer, question, sealed, variables } from '@testing/launch';
import { compose } from './compose.js';
import { judgeSavedAnswers } from './saved-answers.js';

const survey = {
  questions: [
    question('api_key', { type: 'password', required: true }),
    question('tok', { type: 'password', default: sealed('default') }),
    question('blank', { type: 'password', default: { v: '' } }),
    question('note'),
  ],
};

describe('password answers of a saved configuration', () => {
  it('are to be sealed when they are real', () => {
    const judged = judgeSavedAnswers(survey, variables({ api_key: 's3cr3t', note: 'x' }), {});
    expect(judged).toMatchObject({ toSeal: ['api_key'], kept: [], droppedForDefault: [], errors: {} });
  });

  it('keep their ciphertext when the mask comes back', () => {
    const judged = judgeSavedAnswers(survey, variables({ api_key: '$encrypted$' }), { api_key: sealed('old') });
    expect(judged).toMatchObject({ variables: { api_key: sealed('old') }, kept: ['api_key'], toSeal: [], errors: {} });
  });

  it('give way to a default that is not empty', () => {
    const judged = judgeSavedAnswers(survey, variables({ tok: '$encrypted$', note: 'x' }), {});
    expect(judged).toMatchObject({ variables: variables({ note: 'x' }), droppedForDefault: ['tok'], errors: {} });
    expect(judged.variables).not.toHaveProperty('tok');
    expect(judged.toJudge).toEqual(variables({ tok: '$encrypted$', note: 'x' }));
  });

  it('left to a default do answer a required question', () => {
    const required = { questions: [question('d', { type: 'password', required: true, default: sealed('default') })] };
    const { toJudge } = judgeSavedAnswers(required, variables({ d: '$encrypted$' }), {});
    const target = jobTemplate({ survey: required });
    const saved = compose({ target, mode: 'save-schedule', layers: [layer('schedule', { variables: toJudge })] });
    expect(saved.errors).toEqual({});
  });

  it.each(['api_key', 'blank'])('need something to stand for: %s', (name) => {
    expect(judgeSavedAnswers(survey, variables({ [name]: '$encrypted$' }), {}).errors).toEqual({
      extra_data: [`Provided variable ${name} has no database value to replace with.`],
    });
  });

  it('keep the mask from other variables of the same request', () => {
    expect(judgeSavedAnswers(survey, variables({ api_key: 'x', note: '$encrypted$' }), {}).errors).toEqual({
      extra_data: ['"$encrypted$ is a reserved keyword, may not be used for note."'],
    });
    expect(judgeSavedAnswers(survey, variables({ note: '$encrypted$' }), {}).errors).toEqual({});
  });

  it('are no matter without a survey', () => {
    expect(judgeSavedAnswers(null, variables({ api_key: '$encrypted$' }), {})).toMatchObject({
      errors: {},
      toSeal: [],
    });
  });
});
