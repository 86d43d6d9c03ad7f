import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Method } from '../../apps/server/src/http/routing/endpoint.js';
import { accessDocument } from './access-document.js';
import { ServedApi } from './served-api.js';

const FILE = join(resolve(__dirname, '../..'), 'docs/access.md');
const MARK = '<!-- What follows is written by WRITE_DOCS=1 npx jest test/access/access-doc, then npm run format. -->';

/** Prettier may fill up tables as it likes; words and crosses must be the same. */
const cells = (text: string): readonly string[] =>
  text
    .replace(/[-:]{3,}/g, '---')
    .split(/[\s|]+/)
    .filter(Boolean);

let api: ServedApi;
beforeAll(async () => {
  api = await ServedApi.open();
});
afterAll(() => api.close());

it('docs/access.md tells for every operation of the API which rights it needs, and for every right which roles give it', () => {
  const [introduction = '', written = ''] = readFileSync(FILE, 'utf8').split(MARK);
  const document = accessDocument(
    api.endpoints.flatMap((target) => (Object.keys(target.methods) as Method[]).map((method) => ({ target, method }))),
  );
  // A difference is mended by WRITE_DOCS=1 npx jest test/access/access-doc && npx prettier --write docs/access.md
  if (process.env['WRITE_DOCS']) writeFileSync(FILE, `${introduction}${MARK}\n\n${document}\n`);
  else expect(cells(written)).toEqual(cells(document));
});
