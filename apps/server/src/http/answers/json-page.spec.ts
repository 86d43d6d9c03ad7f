import { jsonPage } from './json-page.js';

const shown = (value: string, username?: string): string =>
  jsonPage({ method: 'GET', url: '/api/v2/hosts/?name=<b>', status: 200, allow: 'GET, POST', username, text: value });

describe('the page of an answer', () => {
  it('lays JSON out line by line, digits and strings as they are', () => {
    const html = shown('{"a":[1.50,{},[]],"b":{"c":"x, {y}: \\"z\\""},"n":12345678901234567890}');
    const [, pre] = /<pre>([\s\S]*)<\/pre>/.exec(html) ?? [];
    expect(pre?.replaceAll('&quot;', '"').split('\n')).toEqual([
      '{',
      '  "a": [',
      '    1.50,',
      '    {},',
      '    []',
      '  ],',
      '  "b": {',
      '    "c": "x, {y}: \\"z\\""',
      '  },',
      '  "n": 12345678901234567890',
      '}',
    ]);
  });

  it('makes links of paths of the API, and of nothing else', () => {
    const html = shown('{"url":"/api/v2/hosts/1/","next":"/api/v2/hosts/?page=2&x=%3C","name":"http://example.org"}');
    expect(html).toContain('<a href="/api/v2/hosts/1/">/api/v2/hosts/1/</a>');
    expect(html).toContain('<a href="/api/v2/hosts/?page=2&amp;x=%3C">');
    expect(html).not.toContain('href="http');
  });

  it('lets nothing of what users wrote become part of the page', () => {
    const html = shown('{"name":"</pre><script>alert(1)</script>","url":"/api/\\"onclick=\\"x"}');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('"onclick');
    expect(html).toContain('hosts/?name=&lt;b&gt;');
  });

  it('leads those who are not logged in to the login', () => {
    expect(shown('{}')).toContain('<a href="/api/login/?next=%2Fapi%2Fv2%2Fhosts%2F%3Fname%3D%3Cb%3E">');
    expect(shown('{}')).not.toContain('/api/logout/');
  });

  it('says who is logged in and leads them out', () => {
    expect(shown('{}', 'ann <b>')).toContain('ann &lt;b&gt; <a href="/api/logout/">');
    expect(shown('{}', 'ann')).not.toContain('/api/login/');
  });
});
