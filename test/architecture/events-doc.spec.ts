import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CATALOGS } from './events-doc/catalogs.js';
import { eventsDocument } from './events-doc/document.js';

const ROOT = resolve(__dirname, '../..');
const FILE = join(ROOT, 'docs/events.md');
const MARK =
  '<!-- What follows is written by WRITE_DOCS=1 npx jest test/architecture/events-doc, then npm run format. -->';

/** Prettier may escape and break as it likes; words and code must be the same. */
const words = (text: string): readonly string[] => text.replaceAll('\\', '').split(/\s+/).filter(Boolean);

describe('docs/events.md', () => {
  const [introduction = '', written = ''] = readFileSync(FILE, 'utf8').split(MARK);

  it('describes every event of the code with its schema, data and meaning, and none besides', () => {
    const document = eventsDocument();
    if (process.env['WRITE_DOCS']) writeFileSync(FILE, `${introduction}${MARK}\n\n${document}\n`);
    else expect(words(written)).toEqual(words(document));
  });

  it('knows every catalog that a library declares', () => {
    const sources = ['domain', 'application', 'adapters'].flatMap((ring) =>
      readdirSync(join(ROOT, 'libs', ring), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
        .map((file) => readFileSync(join(ROOT, 'libs', ring, file), 'utf8')),
    );
    const declared = sources.flatMap((text) =>
      [...text.matchAll(/export const (\w+Catalog)\b.*: EventCatalog</g)].map(([, name]) => name),
    );
    expect(declared.sort()).toEqual(CATALOGS.map(({ exported }) => exported).sort());
  });
});
