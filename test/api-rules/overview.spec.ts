import { isJsonObject, type JsonObject } from '@domain/kernel';
import { type DemoWorld, demoWorld } from './demo-world.js';
import { LiveApi, textOf } from './live-api.js';

describe('what the installation tells of itself', () => {
  let api: LiveApi;
  let world: DemoWorld;
  const ann = 'ann:secret of ann';
  beforeAll(async () => {
    api = await LiveApi.start();
    world = await demoWorld(api);
  });
  afterAll(() => api.stop());

  it('counts on the dashboard what its links list', async () => {
    const counted = Object.values(await api.get('dashboard/')).filter(isJsonObject);
    const { scm_types: sources, ...rest } = await api.get('dashboard/');
    const all = [...Object.values(rest), ...Object.values(sources as JsonObject)].filter(isJsonObject);
    for (const { url, total, failures_url: failures, failed } of all.filter(({ url }) => url !== undefined)) {
      expect(await api.get(textOf(url))).toMatchObject({ count: total });
      if (failures !== undefined) expect(await api.get(textOf(failures))).toMatchObject({ count: failed });
    }
    expect(counted.length).toBeGreaterThan(10);
    const anns = await api.send('GET', 'dashboard/', { login: ann });
    expect(anns.json).toMatchObject({ hosts: { total: 0 }, job_templates: { total: 0 } });
  });

  it.each([
    ['', 31],
    ['?period=two_weeks', 15],
    ['?period=week&job_type=playbook_run', 8],
    ['?period=day', 25],
  ])('draws the graph of jobs%s', async (query, steps) => {
    const { jobs } = await api.get(`dashboard/graphs/jobs/${query}`);
    const { successful, failed } = jobs as { successful: [number, number][]; failed: [number, number][] };
    expect(successful).toHaveLength(steps);
    expect(failed).toHaveLength(steps);
    const ended = query.includes('playbook_run') ? 2 : 3;
    expect(successful.reduce((sum, [, count]) => sum + count, 0)).toBe(ended);
  });

  it('draws no graph of a period that AWX does not know', async () => {
    const { status, json } = await api.send('GET', 'dashboard/graphs/jobs/?period=century');
    expect([status, json]).toEqual([400, { error: 'Unknown period "century"' }]);
  });

  it('shows settings to superusers, flat, and nothing to others', async () => {
    expect(await api.get('settings/all/')).toMatchObject({ MAX_FORKS: 200, CUSTOM_LOGO: '', SCHEDULE_MAX_JOBS: 10 });
    expect(await api.get('settings/ui/')).not.toHaveProperty('MAX_FORKS');
    const { results } = await api.get('settings/');
    for (const { url } of results as JsonObject[]) await api.get(textOf(url));
    expect((await api.send('GET', 'settings/', { login: ann })).json).toMatchObject({ count: 0 });
    expect((await api.send('GET', 'settings/jobs/', { login: ann })).status).toBe(403);
    expect((await api.send('GET', 'settings/nowhere/')).status).toBe(404);
    expect((await api.send('PATCH', 'settings/jobs/', { body: { MAX_FORKS: 1 } })).status).toBe(405);
  });

  it('lists the one node, its jobs and its groups', async () => {
    const { results, count } = await api.get('instances/?hostname__startswith=cairn');
    const [node = {}] = results as JsonObject[];
    expect(count).toBe(1);
    expect(node).toMatchObject({
      type: 'instance',
      capacity: 100,
      consumed_capacity: 0,
      jobs_running: 0,
      jobs_total: 2,
    });
    expect(await api.get(textOf((node['related'] as JsonObject)['jobs']))).toMatchObject({ count: 2 });
    expect(await api.get(textOf((node['related'] as JsonObject)['instance_groups']))).toMatchObject({
      count: 1,
      results: [{ name: 'default' }],
    });
    expect(await api.get(`instance_groups/${world.instance_group}/instances/`)).toMatchObject({ count: 0 });
    expect((await api.send('GET', 'instances/', { login: ann })).json).toMatchObject({ count: 0 });
    expect((await api.send('GET', 'instances/1/', { login: ann })).status).toBe(403);
    expect((await api.send('GET', 'instances/2/')).status).toBe(404);
  });

  it('draws the groups of an inventory as a tree', async () => {
    const { json } = await api.send('GET', `inventories/${world.inventory}/tree/`);
    expect(json).toMatchObject([{ name: 'group', children: [{ name: 'child', children: [] }] }]);
  });

  it('lists what was told of the hosts of a group and of those below it', async () => {
    const ofHost = await api.get(`hosts/${world.host}/job_host_summaries/`);
    expect(await api.get(`groups/${world.group}/job_host_summaries/`)).toMatchObject({ count: ofHost['count'] });
    expect(await api.get(`groups/${world.group}/job_events/`)).toMatchObject({ results: [] });
  });
});
