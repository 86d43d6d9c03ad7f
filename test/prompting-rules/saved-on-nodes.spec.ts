import type { JsonObject } from '@domain/kernel';
import { type Answer, idOf } from './served.js';
import { Shop } from './shop.js';

const REFUSALS = {
  notAsked: 'Related template is not configured to accept credentials on launch.',
  takesNone: 'Related template cannot accept credentials on launch.',
  asks: 'Credential that requires user input on launch cannot be used in saved launch configuration.',
  none: 'Cannot assign credential when related template is null.',
  again: 'This launch configuration already provides a Machine credential.',
} as const;

/** Spec launch.md §9, precedence.md §12.2, §12.3. */
describe('what a workflow node saves', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const addNode = async (body: JsonObject, workflow?: number): Promise<Answer> =>
    shop.cairn.post(`workflow_job_templates/${workflow ?? (await shop.workflow())}/workflow_nodes`, body);
  const made = async (body: JsonObject, workflow?: number): Promise<number> =>
    idOf((await addNode(body, workflow)).body);
  const path = (node: number): string => `workflow_job_template_nodes/${node}`;

  it('§9.1 are its fields null unless given, and extra_data an object whatever was sent', async () => {
    const template = await shop.template({ ask_variables_on_launch: true, ask_limit_on_launch: true });
    const { body } = await addNode({ unified_job_template: template, extra_data: 'a: 1', limit: '' });
    expect(body).toMatchObject({
      ...{ extra_data: { a: 1 }, limit: '', inventory: null, scm_branch: null, job_type: null, job_tags: null },
      ...{ skip_tags: null, diff_mode: null, verbosity: null, forks: null, job_slice_count: null, timeout: null },
      execution_environment: null,
    });
    for (const hidden of ['char_prompts', 'survey_passwords', 'credentials']) expect(body).not.toHaveProperty(hidden);
  });

  it('§9.2 is judged whole, all errors at once', async () => {
    const template = await shop.template();
    await shop.survey('job_templates', template, [{ type: 'text', variable: 'release', required: true }]);
    const sent = { unified_job_template: template, limit: 'db', extra_data: { z: 1 } };
    expect(await addNode(sent)).toMatchObject({
      status: 400,
      body: {
        limit: ['Field is not configured to prompt on launch.'],
        extra_data: [
          'Variables z are not allowed on launch. Check the Prompt on Launch setting on the Job Template to include Extra Variables.',
        ],
        variables_needed_to_start: ["'release' value missing"],
      },
    });
  });

  it('§9.2 [S12] is judged again by every change of a prompt', async () => {
    const template = await shop.template({ ask_limit_on_launch: true });
    const node = await made({ unified_job_template: template, limit: 'db' });
    await shop.cairn.patch(`job_templates/${template}`, { ask_limit_on_launch: false });
    expect(await shop.cairn.patch(path(node), { limit: 'web' })).toMatchObject({
      status: 400,
      body: { limit: ['Field is not configured to prompt on launch.'] },
    });
    expect((await shop.cairn.patch(path(node), { limit: null })).body['limit']).toBeNull();
  });

  it('§9.4, §2.3 needs no typed passwords', async () => {
    const template = await shop.template();
    await shop.attach(`job_templates/${template}/credentials`, await shop.credential('ssh', { password: 'ASK' }));
    expect((await addNode({ unified_job_template: template })).body).toEqual({
      passwords_needed_to_start: ['Saved launch configurations cannot provide passwords needed to start.'],
    });
  });

  it('§9.3, §12.2 keeps password answers by their mask', async () => {
    const template = await shop.template();
    await shop.survey('job_templates', template, [
      { type: 'password', variable: 'db_pw', required: true },
      { type: 'password', variable: 'tok', default: 'd3fault' },
    ]);
    const { status, body } = await addNode({
      unified_job_template: template,
      extra_data: { db_pw: 'hunter2', tok: '$encrypted$' },
    });
    expect([status, body['extra_data']]).toEqual([201, { db_pw: '$encrypted$' }]);
    const kept = await shop.cairn.patch(path(idOf(body)), { extra_data: { db_pw: '$encrypted$' } });
    expect([kept.status, kept.body['extra_data']]).toEqual([200, { db_pw: '$encrypted$' }]);
    const masked = { unified_job_template: template, extra_data: { db_pw: '$encrypted$' } };
    expect(await addNode(masked)).toMatchObject({
      status: 400,
      body: { extra_data: ['Provided variable db_pw has no database value to replace with.'] },
    });
    const history = `event_history/?stream=wfjt-${Number(body['workflow_job_template'])}`;
    expect(JSON.stringify((await shop.cairn.get(history)).body)).not.toMatch(/hunter2/);
  });

  it('§9.5 takes credentials that exist, by id, and in this order of refusals', async () => {
    const machine = await shop.credential('ssh');
    const asking = await shop.credential('ssh', { password: 'ASK' });
    const open = await shop.template({ ask_credential_on_launch: true });
    const project = await shop.cairn.make('projects', {
      ...{ organization: shop.organization, scm_type: 'git', scm_url: 'https://example.org/x.git' },
    });
    const join = async (template: number | null, ...ids: readonly number[]): Promise<Answer> => {
      const node = await made(template === null ? { identifier: 'bare' } : { unified_job_template: template });
      let last: Answer | undefined;
      for (const id of ids) last = await shop.cairn.post(`${path(node)}/credentials`, { id });
      return last ?? shop.cairn.post(`${path(node)}/credentials`, {});
    };
    const refused = (msg: string) => ({ status: 400, body: { msg } });
    expect(await join(open)).toMatchObject(refused("Credential 'id' field is missing."));
    expect(await join(null, asking)).toMatchObject(refused(REFUSALS.none));
    expect(await join(project, asking)).toMatchObject(refused(REFUSALS.takesNone));
    expect(await join(await shop.template(), asking)).toMatchObject(refused(REFUSALS.asks));
    expect(await join(await shop.template(), machine)).toMatchObject(refused(REFUSALS.notAsked));
    expect(await join(open, machine, await shop.credential('ssh'))).toMatchObject(refused(REFUSALS.again));
    const own = await shop.template({ ask_credential_on_launch: true });
    await shop.attach(`job_templates/${own}/credentials`, machine);
    const { name } = (await shop.cairn.get(`credentials/${machine}`)).body;
    expect(await join(own, machine)).toMatchObject(
      refused(`Related template already uses ${JSON.stringify(name).replaceAll('"', '')} credential.`),
    );
    expect((await join(open, machine)).status).toBe(204);
  });

  describe('§12.3 associating a credential: who may', () => {
    let users = 0;

    interface Attempt {
      readonly title: string;
      readonly workflow: string;
      readonly template: string;
      readonly credential: string;
      readonly asks: boolean;
      readonly inputs?: JsonObject;
      readonly expected: number;
      readonly msg?: string;
    }
    const ALL = { workflow: 'admin_role', template: 'execute_role', credential: 'use_role', asks: true } as const;
    const ATTEMPTS: readonly Attempt[] = [
      { title: 'all that is needed', ...ALL, expected: 204 },
      { title: 'template read only', ...ALL, template: 'read_role', expected: 403 },
      { title: 'workflow execute only', ...ALL, workflow: 'execute_role', expected: 403 },
      { title: 'credential read only', ...ALL, credential: 'read_role', expected: 403 },
      { title: 'not asked for', ...ALL, asks: false, expected: 400, msg: REFUSALS.notAsked },
      { title: 'permission before that', ...ALL, workflow: 'execute_role', asks: false, expected: 403 },
      { title: 'a password set to ask', ...ALL, inputs: { password: 'ASK' }, expected: 400, msg: REFUSALS.asks },
    ];

    it.each(ATTEMPTS)(
      '$title: $expected',
      async ({ workflow, template, credential, asks, inputs = {}, expected, msg }) => {
        const { cairn } = shop;
        const name = `bob${(users += 1)}`;
        const bob = await cairn.user(name);
        await cairn.grant(bob, `organizations/${shop.organization}`, 'member_role');
        const [around, run] = [await shop.workflow(), await shop.template({ ask_credential_on_launch: asks })];
        const node = await made({ unified_job_template: run }, around);
        const used = await shop.credential('ssh', inputs);
        await cairn.grant(bob, `workflow_job_templates/${around}`, workflow);
        await cairn.grant(bob, `job_templates/${run}`, template);
        await cairn.grant(bob, `credentials/${used}`, credential);
        const { status, body } = await cairn.post(`${path(node)}/credentials`, { id: used }, name);
        expect(status).toBe(expected);
        if (msg !== undefined) expect(body).toEqual({ msg });
        const refusals = `event_history/?stream=wfjt-${around}&type=CredentialAssociationRefused`;
        expect((await cairn.get(refusals)).body['results']).toHaveLength(expected === 204 ? 0 : 1);
      },
    );
  });
});
