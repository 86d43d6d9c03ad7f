import type { JsonObject } from '@domain/kernel';
import { textOf } from '../../apps/server/src/demo/api.js';
import { idOf } from './served.js';
import { Shop } from './shop.js';

/** Spec precedence.md §3 to §5, §11, with whole workflows; artifacts come from the noop executor. */
describe('which value wins in a workflow', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  interface NodeSpec extends JsonObject {
    readonly identifier: string;
    readonly unified_job_template: number;
  }

  /** A workflow whose nodes follow each other, in order. */
  const chain = async (fields: JsonObject, ...nodes: readonly NodeSpec[]): Promise<number> => {
    const workflow = await shop.workflow(fields);
    let before: number | undefined;
    for (const node of nodes) {
      const { body } = await shop.cairn.post(`workflow_job_templates/${workflow}/workflow_nodes`, node);
      const id = idOf(body);
      if (before !== undefined) await shop.attach(`workflow_job_template_nodes/${before}/always_nodes`, id);
      before = id;
    }
    return workflow;
  };

  /** Runs the workflow; what the job of a node was, with its variables parsed. */
  const ran = async (workflow: number, identifier: string, body: JsonObject = {}): Promise<JsonObject> => {
    const launched = await shop.launchWorkflow(workflow, body);
    expect(launched.status).toBe(201);
    return jobOf(`workflow_jobs/${idOf(launched.body)}`, identifier);
  };
  const jobOf = async (run: string, identifier: string): Promise<JsonObject> => {
    await shop.cairn.ended(run);
    const { results } = (await shop.cairn.get(`${run}/workflow_nodes/?identifier=${identifier}`)).body;
    const [node] = results as readonly { readonly job: number }[];
    const { body } = await shop.cairn.get(`unified_jobs/?id=${node?.job ?? 0}`);
    const [job] = body['results'] as readonly JsonObject[];
    const path = textOf(job?.['url']).slice('/api/v2/'.length, -1);
    const detail = (await shop.cairn.get(path)).body;
    return { ...detail, path, variables: JSON.parse(textOf(detail['extra_vars'])) as JsonObject };
  };
  /** A template whose job reports these artifacts. */
  const reporting = (artifacts: JsonObject): Promise<number> =>
    shop.template({ extra_vars: JSON.stringify({ cairn_noop: { artifacts } }) });
  const QUESTION = { type: 'text', variable: 'env', required: true, default: 'dev' };

  describe('§11 the worked example', () => {
    let first: number, template: number, inventory: number;
    beforeAll(async () => {
      first = await reporting({ env: 'stats', build: 17 });
      inventory = await shop.stock(1);
      template = await shop.template({
        ...{ extra_vars: '{"env":"jt","a":"jt"}', ask_limit_on_launch: true, limit: 'all' },
      });
      await shop.survey('job_templates', template, [QUESTION]);
    });
    const workflow = (variables: JsonObject): Promise<number> =>
      chain(
        { extra_vars: JSON.stringify(variables), limit: 'web', ask_inventory_on_launch: true },
        { identifier: 'first', unified_job_template: first },
        { identifier: 'second', unified_job_template: template, extra_data: { env: 'node' }, limit: 'db' },
      );

    it('gives each value as written there', async () => {
      const job = await ran(await workflow({ channel: 'stable' }), 'second', { inventory });
      expect(job).toMatchObject({ limit: 'web', inventory: shop.inventory, launch_type: 'workflow' });
      expect(job['variables']).toEqual({ env: 'stats', a: 'jt', build: 17, channel: 'stable' });
      const { body } = await shop.cairn.get(`${textOf(job['path'])}/provenance`);
      expect(JSON.stringify(body)).toContain('not configured to prompt on launch');
    });

    it('lets a variable of the workflow win over the artifact', async () => {
      const job = await ran(await workflow({ env: 'workflow' }), 'second', { inventory });
      expect(job['variables']).toEqual({ env: 'workflow', a: 'jt', build: 17 });
    });
  });

  describe("§4.1 variables of a job template's node, low to high", () => {
    it.each<[string, JsonObject, JsonObject | null, JsonObject | null, JsonObject | null, JsonObject]>([
      ['1 the template', { v: 'template' }, null, null, null, { v: 'template' }],
      ['3 the node', { v: 'template' }, { v: 'node' }, null, null, { v: 'node' }],
      ['4 artifacts', { v: 'template' }, { v: 'node' }, { v: 'stats' }, null, { v: 'stats' }],
      ['5 the workflow', { v: 'template' }, { v: 'node' }, { v: 'stats' }, { v: 'run' }, { v: 'run' }],
    ])('%s', async (_rule, own, node, artifacts, outer, expected) => {
      const template = await shop.template({ extra_vars: JSON.stringify(own), ask_variables_on_launch: true });
      const workflow = await chain(
        { extra_vars: JSON.stringify(outer ?? {}) },
        { identifier: 'before', unified_job_template: await reporting(artifacts ?? {}) },
        { identifier: 'it', unified_job_template: template, ...(node && { extra_data: node }) },
      );
      expect((await ran(workflow, 'it'))['variables']).toEqual(expected);
    });

    it('2 a survey default beats the template, and loses to the node', async () => {
      const template = await shop.template({ extra_vars: 'env: own' });
      await shop.survey('job_templates', template, [{ ...QUESTION, required: false }]);
      const node = { identifier: 'it', unified_job_template: template };
      expect((await ran(await chain({}, node), 'it'))['variables']).toEqual({ env: 'dev' });
      const answered = await chain({}, { ...node, extra_data: { env: 'node' } });
      expect((await ran(answered, 'it'))['variables']).toEqual({ env: 'node' });
    });

    it('5 needs neither a switch nor a question, and no answer that fits', async () => {
      const template = await shop.template();
      await shop.survey('job_templates', template, [{ type: 'integer', variable: 'n', max: 5 }]);
      const workflow = await chain(
        { extra_vars: 'n: many\nx: 1' },
        { identifier: 'it', unified_job_template: template },
      );
      expect((await ran(workflow, 'it'))['variables']).toEqual({ n: 'many', x: 1 });
    });
  });

  describe("§4.1 variables of a workflow template's node", () => {
    const within = async (inner: JsonObject, outer: JsonObject, artifacts: JsonObject = {}): Promise<JsonObject> => {
      const nested = await shop.workflow(inner);
      const workflow = await chain(
        { extra_vars: JSON.stringify(outer) },
        { identifier: 'before', unified_job_template: await reporting(artifacts) },
        { identifier: 'in', unified_job_template: nested },
      );
      return (await ran(workflow, 'in'))['variables'] as JsonObject;
    };

    it('4 outer ones pass its own rules', async () => {
      expect(await within({ extra_vars: 'v: inner' }, { v: 'outer', w: 1 })).toEqual({ v: 'inner' });
      const asking = { extra_vars: 'v: inner', ask_variables_on_launch: true };
      expect(await within(asking, { v: 'outer', w: 1 })).toEqual({ v: 'outer', w: 1 });
    });

    it('5 artifacts pass none, and beat the outer ones', async () => {
      expect(await within({ ask_variables_on_launch: true }, { v: 'outer' }, { v: 'stats' })).toEqual({ v: 'stats' });
      expect(await within({}, {}, { v: 'stats' })).toEqual({ v: 'stats' });
    });
  });

  describe('§4.2 the variables of a workflow job', () => {
    it("are its template's, then its survey's defaults, then what was asked for", async () => {
      const template = await shop.template();
      const workflow = await chain(
        { extra_vars: 'env: own\nother: own', ask_variables_on_launch: true },
        { identifier: 'it', unified_job_template: template },
      );
      await shop.survey('workflow_job_templates', workflow, [{ ...QUESTION, required: false }]);
      expect((await ran(workflow, 'it'))['variables']).toEqual({ env: 'dev', other: 'own' });
      const asked = { extra_vars: { env: 'prod', other: 'asked' } };
      expect((await ran(workflow, 'it', asked))['variables']).toEqual({ env: 'prod', other: 'asked' });
    });
  });

  describe('§4.3 other fields', () => {
    const TEXTS = [
      ['limit', 'ask_limit_on_launch'],
      ['job_tags', 'ask_tags_on_launch'],
      ['skip_tags', 'ask_skip_tags_on_launch'],
    ] as const;

    it.each(TEXTS)('%s: workflow over node over template, if the template asks', async (field, ask) => {
      const asking = await shop.template({ [field]: 'own', [ask]: true });
      const node = { identifier: 'it', unified_job_template: asking, [field]: 'node' };
      expect((await ran(await chain({}, node), 'it'))[field]).toBe('node');
      expect((await ran(await chain({ [field]: 'run' }, node), 'it'))[field]).toBe('run');
      expect((await ran(await chain({ [field]: '' }, node), 'it'))[field]).toBe('');
      const deaf = { identifier: 'it', unified_job_template: await shop.template({ [field]: 'own' }) };
      expect((await ran(await chain({ [field]: 'run' }, deaf), 'it'))[field]).toBe('own');
    });

    it('what a workflow cannot hold comes from the node', async () => {
      const switches = { ask_verbosity_on_launch: true, ask_diff_mode_on_launch: true, ask_forks_on_launch: true };
      const template = await shop.template({ ...switches, ask_job_type_on_launch: true, ask_timeout_on_launch: true });
      const prompts = { verbosity: 3, diff_mode: true, forks: 7, job_type: 'check', timeout: 60 };
      const workflow = await chain({}, { identifier: 'it', unified_job_template: template, ...prompts });
      expect(await ran(workflow, 'it')).toMatchObject(prompts);
    });

    it('labels of the template and the node join, those of the workflow do not flow', async () => {
      const label = (): Promise<number> => shop.cairn.make('labels', { organization: shop.organization });
      const [own, saved, outer] = [await label(), await label(), await label()];
      const template = await shop.template({ ask_labels_on_launch: true });
      await shop.attach(`job_templates/${template}/labels`, own);
      const workflow = await chain(
        { ask_labels_on_launch: true },
        { identifier: 'it', unified_job_template: template },
      );
      const [node = 0] = await shop.listed(`workflow_job_templates/${workflow}/workflow_nodes`);
      await shop.attach(`workflow_job_template_nodes/${node}/labels`, saved);
      const job = await ran(workflow, 'it', { labels: [outer] });
      expect([...(await shop.listed(`${textOf(job['path'])}/labels`))].sort()).toEqual([own, saved].sort());
    });

    it('credentials of the node replace those of their type', async () => {
      const [own, other] = [await shop.credential('ssh'), await shop.credential('ssh')];
      const aws = await shop.credential('aws', { username: 'u', password: 'p' });
      const template = await shop.template({ ask_credential_on_launch: true });
      await shop.attach(`job_templates/${template}/credentials`, own, aws);
      const workflow = await chain({}, { identifier: 'it', unified_job_template: template });
      const [node = 0] = await shop.listed(`workflow_job_templates/${workflow}/workflow_nodes`);
      await shop.attach(`workflow_job_template_nodes/${node}/credentials`, other);
      const job = await ran(workflow, 'it');
      const used = await shop.listed(`${textOf(job['path'])}/credentials`);
      expect([...used].sort((a, b) => a - b)).toEqual([other, aws].sort((a, b) => a - b));
      await shop.cairn.patch(`job_templates/${template}`, { ask_credential_on_launch: false });
      const closed = await ran(workflow, 'it');
      const left = await shop.listed(`${textOf(closed['path'])}/credentials`);
      expect([...left].sort((a, b) => a - b)).toEqual([own, aws]);
      const refusals = `event_history/?stream=job-${idOf(closed)}&type=PromptRejected`;
      expect((await shop.cairn.get(refusals)).body['results']).toHaveLength(1);
    });
  });

  describe('§5 artifacts', () => {
    it('are handed on along the chain; the later ancestor wins; roots have none', async () => {
      const last = await shop.template();
      const workflow = await chain(
        {},
        { identifier: 'one', unified_job_template: await reporting({ a: 1, b: 1 }) },
        { identifier: 'two', unified_job_template: await reporting({ b: 2 }) },
        { identifier: 'three', unified_job_template: last },
      );
      const three = await ran(workflow, 'three');
      expect(three['variables']).toEqual({ a: 1, b: 2 });
    });

    it('of a hidden task are masked, and the mark is no variable', async () => {
      const workflow = await chain(
        {},
        { identifier: 'one', unified_job_template: await reporting({ key: 'hidden', _ansible_no_log: true }) },
        { identifier: 'two', unified_job_template: await shop.template() },
      );
      expect((await ran(workflow, 'two'))['variables']).toEqual({ key: '$encrypted$' });
    });

    it('reach no project', async () => {
      const source = { scm_type: 'git', scm_url: 'https://example.org/x.git' };
      const project = await shop.cairn.make('projects', { organization: shop.organization, ...source });
      const workflow = await chain(
        { extra_vars: 'x: 1' },
        { identifier: 'one', unified_job_template: await reporting({ a: 1 }) },
        { identifier: 'two', unified_job_template: project },
      );
      const launched = await shop.launchWorkflow(workflow);
      expect(await shop.cairn.ended(`workflow_jobs/${idOf(launched.body)}`)).toMatchObject({ status: 'successful' });
    });
  });

  describe('§9, launch.md §11.4 what cannot start ends in error and says why', () => {
    const WORDS = 'Job spawned from workflow could not start because it was';

    it('without an inventory', async () => {
      const inventory = await shop.stock(0);
      const template = await shop.template({ inventory });
      const workflow = await chain({}, { identifier: 'it', unified_job_template: template });
      await shop.removed(`inventories/${inventory}`);
      const job = await ran(workflow, 'it');
      expect(job).toMatchObject({
        ...{ status: 'error', failed: true },
        job_explanation: `${WORDS} missing a related resource such as project or inventory`,
      });
    });

    it('with credentials that ask', async () => {
      const template = await shop.template({ ask_credential_on_launch: true });
      const workflow = await chain({}, { identifier: 'it', unified_job_template: template });
      await shop.attach(`job_templates/${template}/credentials`, await shop.credential('ssh', { password: 'ASK' }));
      expect(await ran(workflow, 'it')).toMatchObject({
        ...{ status: 'error', failed: true },
        job_explanation: `${WORDS} not in the right state or required manual credentials`,
      });
    });

    it('a workflow within itself, which is failed as in AWX', async () => {
      const workflow = await shop.workflow();
      await shop.cairn.post(`workflow_job_templates/${workflow}/workflow_nodes`, {
        ...{ identifier: 'it', unified_job_template: workflow },
      });
      const job = await ran(workflow, 'it');
      expect(job).toMatchObject({ status: 'failed', failed: true, type: 'workflow_job' });
      expect(job['job_explanation']).toMatch(/could not start because it would result in recursion \(spawn order/);
    });

    it('but a prompt that is refused does not keep it from starting, and history tells of it', async () => {
      const template = await shop.template({ ask_limit_on_launch: true, limit: 'own' });
      const workflow = await chain({}, { identifier: 'it', unified_job_template: template, limit: 'node' });
      await shop.cairn.patch(`job_templates/${template}`, { ask_limit_on_launch: false });
      const job = await ran(workflow, 'it');
      expect(job).toMatchObject({ status: 'successful', limit: 'own' });
      const { results } = (await shop.cairn.get(`event_history/?stream=job-${idOf(job)}&type=PromptRejected`)).body;
      expect(results).toMatchObject([
        { data: { field: 'limit', value: 'node', code: 'not_prompted', consequence: 'dropped' } },
      ]);
    });
  });
});
