import { elapsedOf } from './elapsed.js';
import { explanationOf } from './explanation.js';

const CREATED = '2030-01-15T03:00:00.000000Z';
const at = (seconds: number): string => new Date(Date.parse(CREATED) + seconds * 1000).toISOString();

describe('explanation of a job', () => {
  const waiting = (blocker: string | null) => ({ created: CREATED, job_explanation: 'text', blocked_by: blocker });

  it('is what its end said', () => expect(explanationOf(waiting(null), at(60))).toBe('text'));

  it('keeps quiet about short waits', () => expect(explanationOf(waiting('job-12'), at(29.9))).toBe(''));

  it('tells after a while whom it waits for, or that there is no room', () => {
    expect(explanationOf(waiting('projectupdate-7'), at(30))).toBe('waiting for projectupdate-7 to finish');
    expect(explanationOf(waiting(''), at(31))).toBe(
      'This job is not ready to start because there is not enough available capacity.',
    );
  });
});

describe('elapsed time of a job', () => {
  it.each([
    ['never started', { started: null, finished: at(9) }, 0],
    ['running', { started: CREATED, finished: null }, 12.5],
    ['over', { started: CREATED, finished: at(7.213) }, 7.213],
    [
      'rounded from microseconds',
      { started: '2030-01-15T03:00:41.346788Z', finished: '2030-01-15T03:00:44.746040Z' },
      3.399,
    ],
    ['ahead of the clock', { started: at(20), finished: null }, 0],
  ])('%s', (_, row, seconds) => expect(elapsedOf(row, at(12.5))).toBe(seconds));
});
