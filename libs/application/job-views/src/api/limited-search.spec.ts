import { limited } from './limited-search.js';

describe('limit of events', () => {
  it('leaves a query without it alone', () => expect(limited('page=2&event__in=a,b')).toBe('page=2&event__in=a,b'));

  it('becomes one uncounted page of that size', () =>
    expect(limited('limit=2&page=3&host_name=two')).toBe('host_name=two&page_size=2&count_disabled=1'));
});
