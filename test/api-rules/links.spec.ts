import { isJsonObject, type Json } from '@domain/kernel';
import { demoWorld } from './demo-world.js';
import { LiveApi } from './live-api.js';

/** Links that AWX has too and that nothing answers here, by the reason. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['/api/o/', 'no applications are registered'],
  ['/api/v2/users/N/tokens/', 'no tokens'],
  ['/api/v2/users/N/authorized_tokens/', 'no tokens'],
  ['/api/v2/users/N/personal_tokens/', 'no tokens'],
  ['/api/v2/jobs/N/relaunch/', 'no relaunch'],
  ['/api/v2/workflow_jobs/N/relaunch/', 'no relaunch'],
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
    expect([...broken].filter(([shape]) => !ABSENT.has(shape))).toEqual([]);
    expect(statuses.size).toBeGreaterThan(300);
  });
});
