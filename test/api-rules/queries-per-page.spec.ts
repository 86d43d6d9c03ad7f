import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { type DemoWorld, demoWorld } from './demo-world.js';
import { LiveApi } from './live-api.js';
import { makeMany } from './many.js';
import { queriesOf } from './queries-of.js';

/** A list of several kinds asks once per kind on the page, so one kind is looked at. */
const MIXED: Readonly<Record<string, string>> = {
  '/api/v2/unified_jobs/': 'type=job',
  '/api/v2/unified_job_templates/': 'type=job_template',
  '/api/v2/roles/': 'role_field=execution_environment_admin_role',
  '/api/v2/instance_groups/{id}/jobs/': 'type=job',
  '/api/v2/instances/{id}/jobs/': 'type=job',
};

const PARENTS: Readonly<Record<string, keyof DemoWorld>> = {
  organizations: 'organization',
  users: 'user',
  teams: 'team',
  inventories: 'inventory',
  hosts: 'host',
  groups: 'group',
  projects: 'project',
  credentials: 'credential',
  job_templates: 'job_template',
  workflow_job_templates: 'workflow',
  workflow_job_template_nodes: 'node',
  jobs: 'job',
  workflow_jobs: 'workflow_job',
};

const isList = (operation: Json | undefined): boolean =>
  isJsonObject(operation) && JSON.stringify(operation['parameters'] ?? []).includes('list.page_size');

describe('pages of lists', () => {
  let api: LiveApi;
  let world: DemoWorld;
  let paths: readonly string[];
  beforeAll(async () => {
    api = await LiveApi.start();
    world = await demoWorld(api);
    await makeMany(api, world);
    const { paths: told } = await api.get('openapi.json');
    paths = Object.entries(told as Record<string, JsonObject>)
      .filter(([, item]) => isList(item['get']))
      .map(([path]) => path);
  }, 120_000);
  afterAll(() => api.stop());

  const urlOf = (path: string): string => {
    const parent = PARENTS[path.split('/')[3] ?? ''];
    const id = parent === undefined ? 1 : world[parent];
    const kind = MIXED[path] === undefined ? '' : `&${MIXED[path]}`;
    return `${path.replace('{id}', String(id))}?count_disabled=1${kind}`;
  };

  /** The least of two, for something may go on beside it; the first time everything is read for the first time. */
  const countOf = async (url: string): Promise<number> => {
    await api.get(url);
    return Math.min(await queriesOf(() => api.get(url)), await queriesOf(() => api.get(url)));
  };

  it('take as many queries whether they hold 5 objects or 50', async () => {
    const different: string[] = [];
    let [looked, long] = [0, 0];
    for (const path of paths) {
      const url = urlOf(path);
      const { status, json } = await api.send('GET', `${url}&page_size=50`);
      if (status === 404) continue; // below an object of which the world has none
      const { results } = json as { results: Json[] };
      if (results.length > 5) long += 1;
      looked += 1;
      const [few, many] = [await countOf(`${url}&page_size=5`), await countOf(`${url}&page_size=50`)];
      if (few !== many || many > 60) different.push(`${url}: ${few} queries for 5, ${many} for 50`);
    }
    expect(different).toEqual([]);
    expect(looked).toBeGreaterThan(100);
    expect(long).toBeGreaterThan(40);
  }, 120_000);
});
