import { Installation } from '@testing/installation';
import { launchedData, ref } from '@testing/builders';
import { Summaries } from './summaries.js';

describe('summaries', () => {
  let cairn: Installation;
  let summaries: Summaries;
  let organization: number;

  beforeAll(async () => {
    cairn = await Installation.open();
    summaries = new Summaries(cairn.store);
    ({ id: organization } = await cairn.make('organization', { name: 'Shop', description: 'd' }));
  });
  afterAll(() => cairn.close());

  it('name what exists, by id, and leave out what does not', async () => {
    const found = await summaries.of('organization', [organization, null, 999, organization]);
    expect([...found]).toEqual([[organization, { id: organization, name: 'Shop', description: 'd' }]]);
    expect(await summaries.of('organization', [])).toEqual(new Map());
    expect([...(await summaries.of('user', [1])).values()]).toEqual([
      { id: 1, username: 'admin', first_name: '', last_name: '' },
    ]);
  });

  it('tell more of some kinds', async () => {
    const { id } = await cairn.make('inventory', { name: 'I', organization });
    await cairn.make('host', { name: 'h', inventory: id });
    expect((await summaries.of('inventory', [id])).get(id)).toEqual({
      ...{ id, name: 'I', description: '', kind: '', organization_id: organization },
      ...{ total_hosts: 1, total_groups: 0, hosts_with_active_failures: 0, has_active_failures: false },
      ...{ has_inventory_sources: false, total_inventory_sources: 0, inventory_sources_with_failures: 0 },
    });
    const group = await cairn.make('instance_group', { name: 'ig' });
    expect((await summaries.of('instance_group', [group.id])).get(group.id)).toEqual({
      ...{ id: group.id, name: 'ig', is_container_group: false },
    });
  });

  it('say of templates what their runs are, and of jobs how they are', async () => {
    const { id: project } = await cairn.make('project', { name: 'P', organization, local_path: 'p' });
    const { id: workflow } = await cairn.make('workflow_job_template', { name: 'W', organization });
    const found = await summaries.of('unified_job_template', [project, workflow]);
    expect([...found.values()].map((summary) => summary['unified_job_type']).sort()).toEqual([
      'project_update',
      'workflow_job',
    ]);
    const launched = launchedData('workflow_job', 41, { template: ref('wfjt', workflow) });
    await cairn.record('wfjob-41', [{ type: 'TemplateLaunched', data: launched }]);
    expect((await summaries.of('unified_job', [41])).get(41)).toEqual({
      ...{ id: 41, name: 'workflow_job 41', description: '', status: expect.any(String), failed: false },
    });
  });
});
