import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Occurrences } from './occurrences.js';
import { readRecurrence } from './text.js';
import { instantText, wallAt } from './zones.js';

interface Vector {
  readonly rule: string;
  /** Nothing later than this, on the clock of the rule, is listed. */
  readonly limit: string;
  readonly isComplete: boolean;
  readonly instants: readonly string[];
}

const MINUTE = 60_000;

const instantsOf = ([first, ...steps]: readonly string[]): readonly string[] => {
  if (first === undefined) return [];
  const instants = [Date.parse(first)];
  for (const step of steps) {
    const [minutes = 0, times = 1] = step.split('x').map(Number);
    for (let time = 0; time < times; time++) instants.push((instants.at(-1) as number) + minutes * MINUTE);
  }
  return instants.map(instantText);
};

const vectorOf = (line: string): Vector => {
  const [rule = '', limits = '', moments = ''] = line.split(' | ');
  const [limit = '', completeness = ''] = limits.split(' ');
  return {
    ...{ rule, limit, isComplete: completeness === '*' },
    instants: instantsOf(moments.split(' ').filter((word) => word !== '')),
  };
};

const vectors = readFileSync(join(__dirname, '../vectors/dateutil-2.8.2.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map(vectorOf);

describe('rules happen when dateutil 2.8.2 lets them happen', () => {
  it('has all rules', () => expect(vectors).toHaveLength(220));

  it.each(vectors)('$rule', ({ rule, limit, isComplete, instants }) => {
    const recurrence = readRecurrence(rule);
    const last = Date.parse(`${limit}Z`);
    const found = new Occurrences(recurrence)
      .after(-1e14, instants.length + 1)
      .filter((instant) => wallAt(recurrence.zone, instant) <= last)
      .map(instantText);
    expect(isComplete ? found : found.slice(0, instants.length)).toEqual(instants);
  });

  it.each(vectors)('asked in the middle: $rule', ({ rule, instants }) => {
    const middle = Math.floor(instants.length / 2);
    if (middle < 1) return;
    const found = new Occurrences(readRecurrence(rule)).after(Date.parse(instants[middle - 1] as string), 3);
    const expected = instants.slice(middle, middle + 3);
    expect(found.slice(0, expected.length).map(instantText)).toEqual(expected);
  });
});
