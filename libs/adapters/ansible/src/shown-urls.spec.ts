import { withoutPasswords } from './shown-urls.js';

it.each([
  ['http://ann:secret@proxy:3128', 'http://ann:**********@proxy:3128'],
  ['http://ann:se/cr@et@proxy', 'http://ann:**********@proxy'],
  ['http://:secret@proxy', 'http://:**********@proxy'],
  ['from https://a:b@one to https://c:d@two', 'from https://a:**********@one to https://c:**********@two'],
  ['ssh://git@host:22/project', 'ssh://git@host:22/project'],
  ['https://host/project', 'https://host/project'],
])('shows %s as %s', (value, shown) => {
  expect(withoutPasswords(value)).toBe(shown);
});
