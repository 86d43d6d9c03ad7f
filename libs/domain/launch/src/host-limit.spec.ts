import { hostLimit } from './host-limit.js';

describe('a limit that selects hosts by their names', () => {
  it.each<[string, readonly string[], string]>([
    ['plain names', ['db', 'web-1.example.org', 'Grün'], 'db,web-1.example.org,Grün'],
    ['what splits', ['a,b', 'c d', 'e:f'], '~^a\\x2cb$,~^c\\x20d$,~^e\\x3af$'],
    ['what excludes and intersects', ['!a', '&b'], '~^\\x21a$,~^\\x26b$'],
    ['wildcards and ranges', ['web*', 'w?', 'w[0:3]'], '~^web\\x2a$,~^w\\x3f$,~^w\\x5b0\\x3a3\\x5d$'],
    ['regular expressions and files', ['~a.b', '@hosts'], '~^\\x7ea\\x2eb$,~^\\x40hosts$'],
    ['other scripts beside them', ['é*', '€*', '😀*'], '~^\\xe9\\x2a$,~^\\u20ac\\x2a$,~^\\U0001f600\\x2a$'],
    ['nobody', [], ''],
  ])('%s', (_what, names, limit) => expect(hostLimit(names)).toBe(limit));
});
