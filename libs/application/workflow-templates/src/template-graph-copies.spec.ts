import { answerField, LaunchTargets } from '@application/launch-targets';
import { CopyApi, CopyService, writeContext } from '@application/resources';
import { sealed } from '@testing/launch';
import { Workshop } from '@testing/workflow-nodes';
import { TemplateGraphCopies } from './template-graph-copies.js';

//  first ── success ── second
describe('a workflow template drawn again', () => {
  let shop: Workshop;
  let copies: CopyApi;
  let deploy: number;

  beforeEach(async () => {
    shop = await Workshop.open();
    const { runner, store, ids, sealer, resources, api } = shop.cairn;
    const targets = new LaunchTargets(runner, store);
    const drawing = new TemplateGraphCopies({ graphs: shop.graphs, targets, ids, sealer });
    const copyGraph = (...pair: Parameters<typeof drawing.copy>) => drawing.copy(...pair);
    const service = new CopyService({ resources, ids, sealer, answerField, copyGraph });
    copies = new CopyApi({ api, resources, store, copies: service });
    deploy = await shop.jobTemplate('deploy', {
      ask_limit_on_launch: true,
      ask_labels_on_launch: true,
      survey_enabled: true,
    });
    await shop.survey(deploy, [{ variable: 'p', type: 'password' }], { d: sealed('default') });
    const first = await shop.add({
      unified_job_template: deploy,
      identifier: 'first',
      limit: 'db',
      extra_data: { p: 'hidden' },
    });
    const second = await shop.add({ identifier: 'second', all_parents_must_converge: true });
    const context = writeContext(shop.cairn.caller());
    const edge = { parent: first.id, child: second.id, kind: 'success' } as const;
    const { position } = await shop.graphs.handle(shop.workflow, { type: 'LinkNodes', data: edge }, context);
    await shop.cairn.caughtUp(position);
  });
  afterEach(() => shop.close());

  const target = () => ({ kind: 'workflow_job_template', id: shop.workflow }) as const;
  const copy = async () => Number((await copies.copy(target(), { name: 'Copy' }, shop.cairn.caller()))['id']);

  it('has the same nodes and edges under ids of its own', async () => {
    const [original, made] = [await shop.graphs.load(shop.workflow), await shop.graphs.load(await copy())];
    const [first, second] = [...made.nodes.values()].sort((a, b) => a.id - b.id);
    expect(first).toMatchObject({ identifier: 'first', template: { id: deploy }, prompts: { limit: 'db' } });
    expect(second).toMatchObject({ identifier: 'second', template: null, converge: true });
    expect(made.edges).toEqual([{ from: first?.id, to: second?.id, kind: 'success' }]);
    expect([...original.nodes.values()].map(({ id }) => id)).not.toContain(first?.id);
  });

  it('keeps its secrets when the original is gone', async () => {
    const made = await copy();
    await shop.cairn.api.remove(target(), shop.cairn.caller());
    const [first] = [...(await shop.graphs.load(made)).nodes.values()].sort((a, b) => a.id - b.id);
    const { p } = first?.prompts['extra_data'] as unknown as { p: Parameters<typeof shop.cairn.sealer.open>[2] };
    expect(p.sealed.kid).toBe(`wfjt-${made}`);
    expect(await shop.cairn.sealer.open(`wfjt-${made}`, answerField('p'), p)).toBe('hidden');
  });

  it('tells beforehand what the copier may not use', async () => {
    const ann = await shop.cairn.user('ann');
    const ask = () => copies.ask(target(), shop.cairn.caller(ann));
    await shop.cairn.giveRole(ann, target(), 'admin_role');
    expect(await ask()).toMatchObject({ can_copy: false, templates_unable_to_copy: ['all'] });
    await shop.cairn.giveRole(ann, { kind: 'organization', id: shop.organization }, 'workflow_admin_role');
    expect(await ask()).toEqual({
      ...{ can_copy: true, can_copy_without_user_input: false, templates_unable_to_copy: ['deploy'] },
      ...{ credentials_unable_to_copy: [], inventories_unable_to_copy: [] },
    });
    expect(await copies.ask(target(), shop.cairn.caller())).toMatchObject({ can_copy_without_user_input: true });
  });
});
