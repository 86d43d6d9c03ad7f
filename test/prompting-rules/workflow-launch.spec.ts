import type { Json } from '@domain/kernel';
import { idOf } from './served.js';
import { Shop } from './shop.js';

/** The prompts of a workflow template that hold a text, with the switch of each. */
const TEXTS = [
  ['limit', 'ask_limit_on_launch'],
  ['scm_branch', 'ask_scm_branch_on_launch'],
  ['job_tags', 'ask_tags_on_launch'],
  ['skip_tags', 'ask_skip_tags_on_launch'],
] as const;

/** Spec launch.md §7. */
describe('launching a workflow template by hand', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  it.each(TEXTS)('§7 %s is opened by %s, else ignored and listed [S1]', async (field, ask) => {
    const opened = await shop.workflow({ [field]: 'own', [ask]: true });
    expect((await shop.launchWorkflow(opened, { [field]: 'sent' })).body).toMatchObject({
      [field]: 'sent',
      ignored_fields: {},
    });
    expect((await shop.launchWorkflow(opened, { [field]: '' })).body).toMatchObject({
      [field]: '',
      ignored_fields: {},
    });
    const closed = await shop.workflow({ [field]: 'own' });
    expect((await shop.launchWorkflow(closed, { [field]: 'sent' })).body).toMatchObject({
      [field]: 'own',
      ignored_fields: { [field]: 'sent' },
    });
  });

  it('§7 inventory, whose alias comes first, labels and variables likewise', async () => {
    const [inventory, other] = [await shop.stock(1), await shop.stock(1)];
    const label = await shop.cairn.make('labels', { organization: shop.organization });
    const asks = { ask_inventory_on_launch: true, ask_labels_on_launch: true, ask_variables_on_launch: true };
    const opened = await shop.workflow({ ...asks, extra_vars: 'a: 1' });
    const sent = { inventory_id: inventory, inventory: other, labels: [label], extra_vars: 'b: 2' };
    const { body } = await shop.launchWorkflow(opened, sent);
    expect(body).toMatchObject({ inventory, extra_vars: '{"a": 1, "b": 2}', ignored_fields: {} });
    expect(await shop.listed(`workflow_jobs/${idOf(body)}/labels`)).toEqual([label]);
    const closed = (
      await shop.launchWorkflow(await shop.workflow(), { inventory, labels: [label], extra_vars: { b: 2 } })
    ).body;
    expect(closed).toMatchObject({
      inventory: null,
      ignored_fields: { inventory, labels: [label], extra_vars: { b: 2 } },
    });
  });

  it('§7 prompts that a workflow does not have are dropped and not listed', async () => {
    const { body } = await shop.launchWorkflow(await shop.workflow(), { verbosity: 3, credentials: [1], forks: 'x' });
    expect(body['ignored_fields']).toEqual({});
  });

  it.each<[string, Json, string]>([
    ...[...TEXTS.map(([field]) => field), 'inventory', 'labels', 'extra_vars'].map((field): [string, Json, string] => [
      field,
      null,
      'This field may not be null.',
    ]),
    ['limit', [], 'Not a valid string.'],
    ['inventory', 99_999, 'Invalid pk "99999" - object does not exist.'],
    ['labels', [99_999], 'Invalid pk "99999" - object does not exist.'],
  ])('§7 %s %j is refused', async (field, value, text) => {
    const { status, body } = await shop.launchWorkflow(await shop.workflow(), { [field]: value });
    expect([status, body]).toEqual([400, { [field]: [text] }]);
  });

  it('§7 a survey is judged as that of a job template', async () => {
    const workflow = await shop.workflow();
    await shop.survey('workflow_job_templates', workflow, [
      { type: 'text', variable: 't', required: true },
      { type: 'integer', variable: 'n', max: 5, default: 1 },
    ]);
    expect((await shop.launchWorkflow(workflow, { extra_vars: { n: 9 } })).body).toEqual({
      variables_needed_to_start: ["'t' value missing", "'n' value 9 is too large (must be no more than 5)."],
    });
    const { body } = await shop.launchWorkflow(workflow, { extra_vars: { t: 'x', other: 1 } });
    expect(body).toMatchObject({ extra_vars: '{"n": 1, "t": "x"}', ignored_fields: { extra_vars: { other: 1 } } });
  });

  it('§7 needs neither an inventory nor a project, and answers where the job is', async () => {
    const { status, body, location } = await shop.launchWorkflow(
      await shop.workflow({ ask_scm_branch_on_launch: true }),
      {
        scm_branch: 'any',
      },
    );
    const id = idOf(body);
    expect([status, location]).toEqual([201, `/api/v2/workflow_jobs/${id}/`]);
    expect(body).toMatchObject({ workflow_job: id, type: 'workflow_job', inventory: null, scm_branch: 'any' });
  });

  it('§7 its page tells what is asked and what its nodes would be refused', async () => {
    const workflow = await shop.workflow({ limit: 'web', ask_limit_on_launch: true });
    const template = await shop.template({ ask_limit_on_launch: true });
    const nodes = `workflow_job_templates/${workflow}/workflow_nodes`;
    const saved = idOf((await shop.cairn.post(nodes, { unified_job_template: template, limit: 'db' })).body);
    const lost = await shop.template();
    const missing = idOf((await shop.cairn.post(nodes, { unified_job_template: lost })).body);
    await shop.cairn.patch(`job_templates/${template}`, { ask_limit_on_launch: false });
    await shop.removed(`job_templates/${lost}`);
    const { body } = await shop.cairn.get(`workflow_job_templates/${workflow}/launch`);
    expect(body).toMatchObject({
      ...{ can_start_without_user_input: true, survey_enabled: false, variables_needed_to_start: [] },
      ...{ ask_limit_on_launch: true, ask_inventory_on_launch: false, ask_variables_on_launch: false },
      ...{ ask_labels_on_launch: false, ask_tags_on_launch: false, ask_skip_tags_on_launch: false },
      ...{ ask_scm_branch_on_launch: false, node_templates_missing: [missing], node_prompts_rejected: [saved] },
      workflow_job_template_data: { id: workflow, description: '' },
      defaults: { limit: 'web', scm_branch: null, job_tags: null, skip_tags: null },
    });
  });
});
