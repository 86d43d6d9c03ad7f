import { Workshop } from '@testing/workflow-nodes';

const NOT_PROMPTED = ['Field is not configured to prompt on launch.'];

describe('nodes of a workflow template', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.close());

  it('are answered as they read, with what they refer to', async () => {
    const jt = await shop.jobTemplate('deploy', { ask_limit_on_launch: true });
    const node = await shop.add({ unified_job_template: jt, identifier: 'first', limit: 'db' });
    expect(node).toMatchObject({
      type: 'workflow_job_template_node',
      url: `/api/v2/workflow_job_template_nodes/${node.id}/`,
      related: {
        unified_job_template: `/api/v2/job_templates/${jt}/`,
        workflow_job_template: `/api/v2/workflow_job_templates/${shop.workflow}/`,
        success_nodes: `/api/v2/workflow_job_template_nodes/${node.id}/success_nodes/`,
      },
      summary_fields: {
        workflow_job_template: { id: shop.workflow, name: 'Release', description: '' },
        unified_job_template: { id: jt, name: 'deploy', description: '', unified_job_type: 'job' },
      },
      ...{ identifier: 'first', limit: 'db', job_tags: null, inventory: null, extra_data: {} },
      ...{ success_nodes: [], all_parents_must_converge: false },
    });
    expect(await shop.read(node.id)).toEqual(node);
    expect(await shop.history()).toMatchObject([
      { type: 'NodeAdded', data: { node: node.id, prompts: { limit: 'db' } } },
    ]);
  });

  it('name themselves when nobody names them, and only once', async () => {
    const { identifier } = await shop.add({});
    expect(identifier).toMatch(/^[0-9a-f-]{36}$/);
    await expect(shop.add({ identifier: identifier as string })).rejects.toMatchObject({
      body: { __all__: ['Workflow job template node with this Identifier and Workflow job template already exists.'] },
    });
  });

  it('need a workflow, and what they name must be there', async () => {
    const caller = shop.cairn.caller();
    await expect(shop.nodes.create(undefined, {}, caller)).rejects.toMatchObject({
      body: { workflow_job_template: ['This field is required.'] },
    });
    await expect(shop.add({ unified_job_template: 99 })).rejects.toMatchObject({
      body: { unified_job_template: ['Invalid pk "99" - object does not exist.'] },
    });
    await expect(shop.nodes.create(99, {}, caller)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('are validated field by field before anything is composed', async () => {
    const wrong = { verbosity: 9, forks: -1, diff_mode: 'maybe', inventory: 'x', limit: {}, extra_data: [1] };
    await expect(shop.add(wrong)).rejects.toMatchObject({
      kind: 'invalid',
      body: {
        verbosity: ['"9" is not a valid choice.'],
        forks: ['Ensure this value is greater than or equal to 0.'],
        diff_mode: ['Must be a valid boolean.'],
        inventory: ['Incorrect type. Expected pk value, received str.'],
        limit: ['Not a valid string.'],
        extra_data: [expect.stringMatching(/^Cannot parse as JSON/)],
      },
    });
    expect(await shop.history()).toEqual([]);
  });

  it('without a template keep their place only', async () => {
    const node = await shop.add({ limit: 'x', extra_data: { a: 1 }, inventory: shop.inventory });
    expect(node).toMatchObject({ unified_job_template: null, limit: null, extra_data: {}, inventory: null });
    expect(await shop.patch(node.id, { limit: 'x', identifier: 'gate' })).toMatchObject({
      limit: null,
      identifier: 'gate',
    });
  });

  it('save only what their template asks for', async () => {
    const jt = await shop.jobTemplate('deploy', { limit: 'one' });
    await expect(shop.add({ unified_job_template: jt, limit: 'two', extra_data: { z: 1 } })).rejects.toMatchObject({
      body: { limit: NOT_PROMPTED, extra_data: [expect.stringMatching(/^Variables z are not allowed on launch/)] },
    });
    expect(await shop.add({ unified_job_template: jt, limit: 'one' })).toMatchObject({ limit: 'one' });
  });

  it('take variables as an object or as text and show an object', async () => {
    const jt = await shop.jobTemplate('open', { ask_variables_on_launch: true });
    const extra = async (extra_data: string | object) =>
      (await shop.add({ unified_job_template: jt, extra_data: extra_data as string }))['extra_data'];
    expect(await extra({ b: [1] })).toEqual({ b: [1] });
    expect(await extra('{"b": 1}')).toEqual({ b: 1 });
    expect(await extra('b: 1\nc: yes')).toEqual({ b: 1, c: true });
  });

  describe('changed', () => {
    const asking = { ask_limit_on_launch: true, ask_variables_on_launch: true, ask_inventory_on_launch: true };

    it('by PATCH keep what is not named, and null clears', async () => {
      const jt = await shop.jobTemplate('open', asking);
      const { id } = await shop.add({
        unified_job_template: jt,
        limit: 'a',
        extra_data: { b: 1 },
        inventory: shop.inventory,
      });
      expect(await shop.patch(id, { limit: 'b' })).toMatchObject({ limit: 'b', extra_data: { b: 1 } });
      expect(await shop.patch(id, { limit: null, inventory: null })).toMatchObject({ limit: null, inventory: null });
    });

    it('by PUT lose what is not sent, but for the inventory', async () => {
      const jt = await shop.jobTemplate('open', asking);
      const { id } = await shop.add({
        unified_job_template: jt,
        limit: 'a',
        extra_data: { b: 1 },
        inventory: shop.inventory,
      });
      const put = await shop.nodes.change(id, { identifier: 'put' }, 'put', shop.cairn.caller());
      expect(put).toMatchObject({
        ...{ identifier: 'put', limit: null, extra_data: {}, inventory: shop.inventory, unified_job_template: jt },
      });
    });

    it('are judged with all they hold when the template changes', async () => {
      const [open, closed] = [await shop.jobTemplate('open', asking), await shop.jobTemplate('closed')];
      const { id } = await shop.add({ unified_job_template: open, limit: 'a' });
      await expect(shop.patch(id, { unified_job_template: closed })).rejects.toMatchObject({
        body: { limit: NOT_PROMPTED },
      });
      const moved = await shop.patch(id, { unified_job_template: closed, limit: null });
      expect(moved).toMatchObject({ unified_job_template: closed, limit: null });
    });

    it('are judged with the hosts of the inventory they saved before', async () => {
      const { id: stores } = await shop.cairn.make('inventory', { name: 'stores', organization: shop.organization });
      for (const name of ['a', 'b', 'c']) await shop.cairn.make('host', { name, inventory: stores });
      const jt = await shop.jobTemplate('open', { ...asking, ask_job_slice_count_on_launch: true });
      const { id } = await shop.add({ unified_job_template: jt, inventory: stores });
      expect(await shop.patch(id, { job_slice_count: 3 })).toMatchObject({ job_slice_count: 3 });
      await expect(shop.patch(id, { inventory: shop.inventory })).rejects.toMatchObject({
        body: { job_slice_count: ['Job inventory does not have enough hosts for slicing'] },
      });
    });

    it('in nothing but their place are not judged', async () => {
      const jt = await shop.jobTemplate('open', asking);
      const { id } = await shop.add({ unified_job_template: jt, limit: 'a' });
      const target = { kind: 'job_template', id: jt } as const;
      const edit = { body: { ask_limit_on_launch: false }, whole: false };
      await shop.cairn.api.change(target, edit, shop.cairn.caller());
      expect(await shop.patch(id, { all_parents_must_converge: true })).toMatchObject({
        ...{ limit: 'a', all_parents_must_converge: true },
      });
      await expect(shop.patch(id, { limit: 'b' })).rejects.toMatchObject({ body: { limit: NOT_PROMPTED } });
    });

    it('keep their workflow and overlook null for the template', async () => {
      const jt = await shop.jobTemplate('open', asking);
      const { id } = await shop.add({ unified_job_template: jt, limit: 'a' });
      const { id: other } = await shop.cairn.make('workflow_job_template', {
        name: 'other',
        organization: shop.organization,
      });
      expect(await shop.patch(id, { workflow_job_template: other, unified_job_template: null })).toMatchObject({
        ...{ workflow_job_template: shop.workflow, unified_job_template: jt, limit: 'a' },
      });
    });
  });

  it('are gone when they are removed', async () => {
    const { id } = await shop.add({});
    await shop.nodes.remove(id, shop.cairn.caller());
    await expect(shop.read(id)).rejects.toMatchObject({ kind: 'missing' });
    await expect(shop.nodes.remove(id, shop.cairn.caller())).rejects.toMatchObject({ kind: 'missing' });
  });

  it('find the workflows that run something', async () => {
    const jt = await shop.jobTemplate('deploy');
    await shop.add({ unified_job_template: jt });
    const { organization } = shop;
    await shop.cairn.make('workflow_job_template', { name: 'Other', organization });
    const query = `workflow_job_template_nodes__unified_job_template=${jt}`;
    expect(await shop.cairn.api.list('workflow_job_template', query, shop.cairn.caller())).toMatchObject({
      count: 1,
      results: [{ name: 'Release' }],
    });
  });

  it('are listed per workflow, with as many queries for many as for one', async () => {
    const jt = await shop.jobTemplate('deploy');
    await shop.add({ unified_job_template: jt, identifier: 'a' });
    const list = () => shop.nodes.list(shop.workflow, '', shop.cairn.caller());
    const before = shop.cairn.queries();
    await list();
    const one = shop.cairn.queries() - before;
    for (const identifier of ['b', 'c', 'd']) await shop.add({ unified_job_template: jt, identifier });
    const between = shop.cairn.queries();
    expect(await list()).toMatchObject({ count: 4, results: [{ identifier: 'a' }, {}, {}, { identifier: 'd' }] });
    expect(shop.cairn.queries() - between).toBe(one);
    const found = await shop.nodes.list(undefined, 'identifier=c', shop.cairn.caller());
    expect(found).toMatchObject({ count: 1, results: [{ identifier: 'c' }] });
    expect(await shop.nodes.list(undefined, 'search=deploy', shop.cairn.caller())).toMatchObject({ count: 4 });
  });
});
