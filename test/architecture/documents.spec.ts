import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');

const DOCUMENTS = [
  'README.md',
  ...['docs', 'docs/decisions', 'examples', 'bench', 'libs/domain/launch'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  ),
];

/** Code such as `libs/domain/launch/src/compose.ts`: a path from the root of a file of ours. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`((?:apps|libs|test|docs|scripts|bench|examples)\/[\w./-]+\.\w+)`/g)].map(([, path = '']) => path);

const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);

describe.each(DOCUMENTS)('%s', (document) => {
  it('speaks of files that exist', () => {
    const text = readFileSync(join(ROOT, document), 'utf8');
    const named = [...pathsIn(text), ...linksIn(text).map((target) => join(dirname(document), target))];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

it('the map of the libraries leaves none out, and names none that is gone', () => {
  const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const [, map = ''] = /^## The libraries$([\s\S]*?)^## /m.exec(text) ?? [];
  const named = [...map.matchAll(/^\| `([\w-]+)`/gm)].map(([, folder = '']) => folder);
  const there = ['domain', 'application', 'adapters'].flatMap((ring) => readdirSync(join(ROOT, 'libs', ring)));
  expect(named.sort()).toEqual(there.sort());
});
