import { formOf, wantsPage } from './negotiation.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the form of an answer', () => {
  it.each([
    [undefined, null, 'json'],
    ['', null, 'json'],
    ['*/*', null, 'json'],
    ['application/json', null, 'json'],
    ['Application/JSON; charset=utf-8', null, 'json'],
    ['application/*', null, 'json'],
    ['application/json, text/html', null, 'json'],
    ['text/html, application/json', null, 'json'],
    [BROWSER, null, 'page'],
    ['text/html', null, 'page'],
    ['text/*', null, 'page'],
    ['text/html', 'json', 'json'],
    ['application/json', 'api', 'page'],
    ['image/png', 'json', 'json'],
    ['image/png', '', 406],
    ['image/png', null, 406],
    ['*/*', 'xml', 404],
    ['*/*', 'constructor', 404],
  ])('of Accept %s and format %s is %s', (accept, format, expected) => {
    const wish = { accept, format };
    if (typeof expected === 'string') {
      expect(formOf(wish)).toBe(expected);
      if (accept !== 'text/*') expect(wantsPage(wish)).toBe(expected === 'page');
    } else {
      const text = expected === 406 ? 'Could not satisfy the request Accept header.' : 'NOT_FOUND';
      expect(() => formOf(wish)).toThrow(text);
    }
  });
});
