import { Workshop } from '@testing/workflow-nodes';

describe('when something is deleted that nodes refer to', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.close());

  const remove = (kind: 'job_template' | 'workflow_job_template' | 'inventory' | 'label', id: number) =>
    shop.cairn.api.remove({ kind, id }, shop.cairn.caller());

  it('a node shows at once that its template is gone, and its workflow learns of it', async () => {
    const jt = await shop.jobTemplate('gone');
    const { id } = await shop.add({ unified_job_template: jt });
    await remove('job_template', jt);
    const read = await shop.read(id);
    expect(read).toMatchObject({ unified_job_template: null });
    expect(read['summary_fields']).not.toHaveProperty('unified_job_template');
    expect(read['related']).not.toHaveProperty('unified_job_template');
    await shop.forget();
    expect((await shop.history()).at(-1)).toMatchObject({
      type: 'NodeTemplateLost',
      data: { node: id, template: { id: jt, name: 'gone', kind: 'job_template' } },
    });
    expect((await shop.graphs.node(shop.workflow, id)).template).toBeNull();
  });

  it('a node can be changed before its workflow has learnt of it', async () => {
    const jt = await shop.jobTemplate('gone', { ask_limit_on_launch: true });
    const { id } = await shop.add({ unified_job_template: jt, limit: 'x' });
    await remove('job_template', jt);
    expect(await shop.patch(id, { identifier: 'left', limit: 'y' })).toMatchObject({ identifier: 'left', limit: 'x' });
    const other = await shop.jobTemplate('other', { ask_limit_on_launch: true });
    expect(await shop.patch(id, { unified_job_template: other })).toMatchObject({ unified_job_template: other });
    await shop.forget();
    expect(await shop.read(id)).toMatchObject({ unified_job_template: other, limit: 'x' });
  });

  it('news that comes twice is no news', async () => {
    const jt = await shop.jobTemplate('gone');
    await shop.add({ unified_job_template: jt });
    await remove('job_template', jt);
    await shop.forget();
    const { length } = await shop.history();
    await shop.forget();
    expect(await shop.history()).toHaveLength(length);
  });

  it('saved inventories and lists are let go of', async () => {
    const { organization } = shop;
    const jt = await shop.jobTemplate('open', { ask_inventory_on_launch: true });
    const { id: stores } = await shop.cairn.make('inventory', { name: 'stores', organization });
    const { id } = await shop.add({ unified_job_template: jt, inventory: stores });
    await remove('inventory', stores);
    await shop.forget();
    expect(await shop.read(id)).toMatchObject({ inventory: null });
    expect((await shop.graphs.node(shop.workflow, id)).prompts).toEqual({});
  });

  it('nodes of a deleted workflow are gone, and nodes that ran it run nothing', async () => {
    const { organization } = shop;
    const { id: inner } = await shop.cairn.make('workflow_job_template', { name: 'inner', organization });
    const outer = await shop.add({ unified_job_template: inner });
    const within = await shop.nodes.create(inner, {}, shop.cairn.caller());
    await remove('workflow_job_template', inner);
    await expect(shop.read(Number(within['id']))).rejects.toMatchObject({ kind: 'missing' });
    expect(await shop.read(outer.id)).toMatchObject({ unified_job_template: null });
    await shop.forget();
    expect((await shop.graphs.node(shop.workflow, outer.id)).template).toBeNull();
  });
});
