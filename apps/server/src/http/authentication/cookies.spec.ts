import { cookiesOf, setCookie } from './cookies.js';

describe('cookies', () => {
  it.each([
    [undefined, []],
    ['', []],
    [
      'a=1; b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1;b="2"; c; =d',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=1; a=2', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
  ])('of %s', (cookie, expected) => {
    expect([...cookiesOf({ cookie })]).toEqual(expected);
  });

  it('are for the server alone unless said otherwise, and do not travel with requests of other sites', () => {
    expect(setCookie('k', 'v', { isSecure: false })).toBe('k=v; Path=/; SameSite=Lax; HttpOnly');
    expect(setCookie('k', 'v', { isSecure: true, isForScripts: true, maxAge: 5 })).toBe(
      'k=v; Path=/; SameSite=Lax; Max-Age=5; Secure',
    );
  });
});
