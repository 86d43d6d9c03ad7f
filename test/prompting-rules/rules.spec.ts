import { readFileSync } from 'node:fs';
import { PROVEN_RULES } from './rules.js';

describe('the rules of prompting', () => {
  it.each(PROVEN_RULES)('%s is proven in %s: %s', (_rule, file, words) => {
    expect(readFileSync(file, 'utf8').replaceAll("\\'", "'")).toContain(words);
  });

  it('are named once each', () => {
    const names = PROVEN_RULES.map(([rule]) => rule);
    expect(new Set(names).size).toBe(names.length);
  });
});
