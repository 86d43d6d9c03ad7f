import type { Caller } from '@application/resources';
import type { Viewer } from '@domain/access';
import { Workshop } from '@testing/workflow-nodes';

const FORBIDDEN = { kind: 'forbidden', body: { detail: 'You do not have permission to perform this action.' } };

describe('rights on nodes', () => {
  let shop: Workshop;
  let ann: Viewer;
  let open: number;
  beforeEach(async () => {
    shop = await Workshop.open();
    ann = await shop.cairn.user('ann');
    open = await shop.jobTemplate('open', { ask_limit_on_launch: true, ask_inventory_on_launch: true });
  });
  afterEach(() => shop.close());

  const asAnn = (): Caller => shop.cairn.caller(ann);
  const grant = (kind: 'workflow_job_template' | 'job_template' | 'inventory', id: number, role: string) =>
    shop.cairn.giveRole(ann, { kind, id }, role);
  const administersWorkflow = () => grant('workflow_job_template', shop.workflow, 'admin_role');

  it('nobody without a role on the workflow sees them', async () => {
    const { id } = await shop.add({});
    await expect(shop.read(id, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await expect(shop.nodes.list(shop.workflow, '', asAnn())).rejects.toMatchObject(FORBIDDEN);
    expect(await shop.nodes.list(undefined, '', asAnn())).toMatchObject({ count: 0 });
  });

  it('who may run the workflow reads them and changes nothing', async () => {
    await grant('workflow_job_template', shop.workflow, 'execute_role');
    const { id } = await shop.add({ unified_job_template: open });
    expect(await shop.nodes.list(shop.workflow, '', asAnn())).toMatchObject({ count: 1 });
    await expect(shop.add({}, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await expect(shop.patch(id, { identifier: 'x' }, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await expect(shop.nodes.remove(id, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await expect(shop.nodes.link(id, 'success', { id }, asAnn())).rejects.toMatchObject(FORBIDDEN);
  });

  it('its administrator needs to be allowed what the node runs and uses', async () => {
    await administersWorkflow();
    await expect(shop.add({ unified_job_template: open }, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await grant('job_template', open, 'execute_role');
    const { id } = await shop.add({ unified_job_template: open, limit: 'x' }, asAnn());
    const { id: stores } = await shop.cairn.make('inventory', { name: 'stores', organization: shop.organization });
    await expect(shop.patch(id, { inventory: stores }, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await grant('inventory', stores, 'use_role');
    expect(await shop.patch(id, { inventory: stores }, asAnn())).toMatchObject({ inventory: stores });
    await shop.cairn.giveRole(ann, { kind: 'inventory', id: stores }, 'use_role', { disassociate: true });
    expect(await shop.patch(id, { inventory: stores, limit: 'y' }, asAnn())).toMatchObject({ limit: 'y' });
  });

  it('its administrator may draw, and remove what he could not run', async () => {
    await administersWorkflow();
    const first = await shop.add({ unified_job_template: open });
    const { id: second } = await shop.add({}, asAnn());
    await shop.nodes.link(first.id, 'failure', { id: second }, asAnn());
    await expect(shop.patch(first.id, { identifier: 'x' }, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await shop.nodes.remove(first.id, asAnn());
    expect(await shop.nodes.list(shop.workflow, '', asAnn())).toMatchObject({ count: 1 });
  });

  it('OPTIONS offers writing to those who may write', async () => {
    const offered = async () =>
      Object.keys((await shop.nodes.describeList(shop.workflow, asAnn()))['actions'] as object);
    expect(await offered()).toEqual(['GET']);
    await administersWorkflow();
    expect(await offered()).toEqual(['GET', 'POST']);
  });

  it('the rule that allowed it stands with the event', async () => {
    await administersWorkflow();
    await shop.add({}, asAnn());
    const { events } = await shop.cairn.log.readAll();
    const added = events.find(({ type }) => type === 'NodeAdded');
    expect(added?.meta).toMatchObject({
      actor: { kind: 'user', id: ann.id, name: 'ann' },
      authz: { rule: 'workflow_job_template.admin_role' },
    });
  });
});
