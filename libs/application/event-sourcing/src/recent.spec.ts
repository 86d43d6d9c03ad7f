import { Recent } from './recent.js';

describe('recent values', () => {
  it('keep those that were used last, and never more than twice as many', () => {
    const recent = new Recent<number>(10);
    recent.set('used', -1);
    for (let index = 0; index < 100; index++) {
      recent.set(`value ${index}`, index);
      expect(recent.get('used')).toBe(-1);
    }
    for (let index = 91; index < 100; index++) expect(recent.get(`value ${index}`)).toBe(index);
    expect(recent.get('value 50')).toBeUndefined();
  });

  it('take the newest value, and forget one for good', () => {
    const recent = new Recent<number>(2);
    recent.set('a', 1);
    recent.set('b', 2);
    recent.set('a', 3);
    expect(recent.get('a')).toBe(3);
    recent.delete('a');
    expect(recent.get('a')).toBeUndefined();
    expect(recent.get('b')).toBe(2);
  });
});
