import type { EdgeKind } from '@domain/workflow-template';
import { Workshop } from '@testing/workflow-nodes';

describe('edges between nodes', () => {
  let shop: Workshop;
  let a: number;
  let b: number;
  beforeEach(async () => {
    shop = await Workshop.open();
    ({ id: a } = await shop.add({ identifier: 'a' }));
    ({ id: b } = await shop.add({ identifier: 'b' }));
  });
  afterEach(() => shop.close());

  const link = (parent: number, kind: EdgeKind, body: object) =>
    shop.nodes.link(parent, kind, body as Record<string, string>, shop.cairn.caller());

  it('show on the parent and in its list of children', async () => {
    expect(await link(a, 'success', { id: b })).toBeUndefined();
    expect(await shop.read(a)).toMatchObject({ success_nodes: [b], failure_nodes: [], always_nodes: [] });
    const children = await shop.nodes.children(a, 'success', '', shop.cairn.caller());
    expect(children).toMatchObject({ count: 1, results: [{ id: b }] });
    expect(await shop.nodes.children(a, 'failure', '', shop.cairn.caller())).toMatchObject({ count: 0 });
    await link(a, 'success', { id: b, disassociate: true });
    expect(await shop.read(a)).toMatchObject({ success_nodes: [] });
  });

  it('are refused in the words of AWX, and history remembers', async () => {
    await link(a, 'success', { id: b });
    await expect(link(a, 'always', { id: b })).rejects.toMatchObject({ body: { Error: 'Relationship not allowed.' } });
    await expect(link(b, 'always', { id: a })).rejects.toMatchObject({ body: { Error: 'Cycle detected.' } });
    await expect(link(a, 'always', { id: 99 })).rejects.toMatchObject({
      body: { detail: 'WorkflowJobTemplateNode matching query does not exist.' },
    });
    await expect(link(a, 'always', { id: 'x' })).rejects.toMatchObject({
      body: { msg: '"id" field must be an integer.' },
    });
    const refused = (await shop.history()).filter(({ type }) => type === 'LinkRefused');
    expect(refused).toMatchObject([{ data: { reason: 'other_kind_exists' } }, { data: { reason: 'cycle' } }]);
  });

  it('that would close a cycle together are not both drawn, however fast they come', async () => {
    const outcomes = await Promise.allSettled([link(a, 'success', { id: b }), link(b, 'failure', { id: a })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await shop.graphs.load(shop.workflow)).edges).toHaveLength(1);
  });

  it('stay within one workflow, even for a superuser', async () => {
    const { organization } = shop;
    const { id: other } = await shop.cairn.make('workflow_job_template', { name: 'Other', organization });
    const foreign = await shop.nodes.create(other, {}, shop.cairn.caller());
    await expect(link(a, 'success', { id: foreign['id'] })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('come with a new child when the body describes one', async () => {
    const child = await link(b, 'failure', { identifier: 'c' });
    expect(child).toMatchObject({ identifier: 'c', workflow_job_template: shop.workflow });
    expect(await shop.read(b)).toMatchObject({ failure_nodes: [child?.['id']] });
    await expect(link(b, 'failure', { identifier: 'a' })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await shop.nodes.list(shop.workflow, '', shop.cairn.caller())).toMatchObject({ count: 3 });
  });

  it('go with a node that is removed', async () => {
    await link(a, 'success', { id: b });
    await shop.nodes.remove(b, shop.cairn.caller());
    expect(await shop.read(a)).toMatchObject({ success_nodes: [] });
  });
});
