import { type LaunchTarget, type RecordedPrompts, readSurvey } from './index.js';
import { judgeRecorded } from './recorded.js';

const sealed = { sealed: { kid: 'job-1', iv: '', ct: '', tag: '' }, mac: 'm' };
const survey = readSurvey({ spec: [{ type: 'text', variable: 'release', required: false, question_name: 'r' }] }, {});

type Case = readonly [string, RecordedPrompts, Pick<LaunchTarget, 'asks' | 'survey'>, boolean, boolean];

describe('how a recorded launch stands to its template', () => {
  it.each<Case>([
    ['nothing was prompted', {}, { asks: {}, survey: null }, false, true],
    ['an empty text was', { limit: '' }, { asks: { limit: true }, survey: null }, true, true],
    ['the switch is off', { limit: 'web' }, { asks: { job_tags: true }, survey: null }, true, false],
    ['one of two switches is off', { limit: 'web', forks: 3 }, { asks: { limit: true }, survey: null }, true, false],
    [
      'variables are asked for',
      { extra_vars: { z: { v: 1 } } },
      { asks: { extra_vars: true }, survey: null },
      true,
      true,
    ],
    ['variables are answers', { extra_vars: { release: { v: '7' } } }, { asks: {}, survey }, true, true],
    [
      'one variable is no answer',
      { extra_vars: { release: { v: '7' }, z: { v: 1 } } },
      { asks: {}, survey },
      true,
      false,
    ],
    ['the survey is gone', { extra_vars: { release: { v: '7' } } }, { asks: {}, survey: null }, true, false],
  ])('%s', (_what, recorded, target, wasPrompted, isAccepted) =>
    expect(judgeRecorded(recorded, target)).toEqual({ wasPrompted, isAccepted, hasSecrets: false }),
  );

  it('does not count the limit of a callback', () =>
    expect(judgeRecorded({ limit: 'web1' }, { asks: {}, survey: null }, true)).toMatchObject({
      wasPrompted: false,
      isAccepted: true,
    }));

  it('tells whether there are secrets', () =>
    expect(judgeRecorded({ extra_vars: { key: sealed } }, { asks: {}, survey: null }).hasSecrets).toBe(true));
});
