import { ProjectionRunner } from '@application/projections';
import type { ReadStore } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { openReadStore } from '@testing/read-stores';
import { Workshop } from '@testing/workflow-nodes';
import { workflowNodesProjection } from './node-projection.js';
import { NODE_TABLES } from './tables.js';

describe('the rows of nodes', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.close());

  const rowsIn = async (store: ReadStore) => {
    const tables: Record<string, unknown> = {};
    for (const table of NODE_TABLES) tables[table] = await store.all(`SELECT * FROM ${table} ORDER BY 1, 2, 3`, []);
    return tables;
  };

  /** The same log, read from its first event into an empty store. */
  const rebuilt = async () => {
    const store = await openReadStore();
    const projections = [workflowNodesProjection];
    const runner = new ProjectionRunner({ log: shop.cairn.log, store, projections, onFailure: () => undefined });
    await runner.start();
    const rows = await rowsIn(store);
    await runner.stop();
    await store.close();
    return rows;
  };

  const liveAHistory = async () => {
    const { organization, inventory } = shop;
    const caller = () => shop.cairn.caller();
    const asks = { ask_variables_on_launch: true, ask_inventory_on_launch: true, ask_diff_mode_on_launch: true };
    const jt = await shop.jobTemplate('open', asks);
    const body: JsonObject = { unified_job_template: jt, extra_data: { a: [1] }, inventory, diff_mode: false };
    const [a, b, c] = [await shop.add(body), await shop.add({ unified_job_template: jt }), await shop.add({})];
    await shop.patch(a.id, { extra_data: { b: 'x' }, inventory: null, all_parents_must_converge: true });
    await shop.nodes.link(a.id, 'success', { id: b.id }, caller());
    await shop.nodes.link(b.id, 'always', { id: c.id }, caller());
    await shop.nodes.link(a.id, 'failure', { id: c.id }, caller());
    await shop.nodes.link(a.id, 'failure', { id: c.id, disassociate: true }, caller());
    await shop.nodes.relate({ node: a.id, path: 'labels' }, { name: 'night', organization }, caller());
    for (const name of ['x', 'y']) {
      const { id } = await shop.cairn.make('instance_group', { name });
      await shop.nodes.relate({ node: a.id, path: 'instance_groups' }, { id }, caller());
    }
    await shop.nodes.remove(c.id, caller());
    return { jt, a: a.id, b: b.id };
  };

  it('tell what happened', async () => {
    const { jt, a, b } = await liveAHistory();
    const rows = await rowsIn(shop.cairn.store);
    expect(rows).toMatchObject({
      workflow_job_template_node: [
        { id: a, unified_job_template: jt, extra_data: '{"b":"x"}', inventory: null, diff_mode: 0 },
        { id: b, unified_job_template: jt, extra_data: '{}', all_parents_must_converge: 0 },
      ],
      workflow_job_template_node_edge: [{ parent: a, child: b, kind: 'success' }],
      workflow_job_template_node_link: [
        { node: a, relation: 'instance_group', position: 1 },
        { node: a, relation: 'instance_group', position: 2 },
        { node: a, relation: 'label', position: 1 },
      ],
    });
  });

  it('are the same when they are built anew', async () => {
    const { jt } = await liveAHistory();
    await shop.cairn.api.remove({ kind: 'job_template', id: jt }, shop.cairn.caller());
    expect(await rebuilt()).toEqual(await rowsIn(shop.cairn.store));
    await shop.forget();
    await shop.add({});
    expect(await rebuilt()).toEqual(await rowsIn(shop.cairn.store));
  });

  it('are gone with their workflow', async () => {
    await liveAHistory();
    await shop.cairn.api.remove({ kind: 'workflow_job_template', id: shop.workflow }, shop.cairn.caller());
    expect(Object.values(await rowsIn(shop.cairn.store))).toEqual([[], [], []]);
  });
});
