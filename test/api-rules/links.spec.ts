import { isJsonObject, type Json } from '@domain/kernel';
import { demoWorld } from './demo-world.js';
import { LiveApi } from './live-api.js';

/** Links of AWX that cannot just be followed, by the reason. */
const UNFOLLOWED: ReadonlyMap<string, string> = new Map([
  ['/api/o/token/', 'only POST'],
  ['/api/o/revoke_token/', 'only POST'],
  ['/api/o/authorize/', 'only with the parameters of an application'],
  ['/api/v2/workflow_job_template_nodes/N/create_approval_template/', 'no approvals'],
]);

const shapeOf = (path: string): string => (path.split('?', 1)[0] ?? '').replaceAll(/\/\d+(?=\/)/g, '/N');

/** Every text that is a path of the API, wherever it stands in an answer. */
const linksIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') return value.startsWith('/api/') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item: Json) => linksIn(item));
  return isJsonObject(value) ? Object.values(value).flatMap(linksIn) : [];
};

describe('links', () => {
  let api: LiveApi;
  beforeAll(async () => {
    api = await LiveApi.start();
  });
  afterAll(() => api.stop());

  it('all lead somewhere, from the root through every object', async () => {
    await demoWorld(api);
    const statuses = new Map<string, number>();
    const broken = new Map<string, string>();
    const open: (readonly [path: string, from: string])[] = [['/api/', 'the root']];
    for (let next = open.pop(); next; next = open.pop()) {
      const [path, from] = next;
      if (statuses.has(path)) continue;
      const { status, json } = await api.send('GET', path);
      statuses.set(path, status);
      if (status >= 400) broken.set(shapeOf(path), `${status}, linked from ${shapeOf(from)}`);
      open.push(...linksIn(json).map((link) => [link, path] as const));
    }
    expect([...broken].filter(([shape]) => !UNFOLLOWED.has(shape))).toEqual([]);
    expect(statuses.size).toBeGreaterThan(300);
  });
});
