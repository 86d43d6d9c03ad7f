import type { Json, JsonObject } from '@domain/kernel';
import { idOf } from './served.js';
import { Shop } from './shop.js';

/** What a template has and asks, what is sent, and what comes of it; one row per rule of spec launch.md. */
interface Row {
  readonly rule: string;
  readonly template?: JsonObject;
  readonly sent: JsonObject;
  /** Fields of the job. */
  readonly job?: JsonObject;
  readonly ignored?: JsonObject;
  /** What `create_schedule` would repeat. */
  readonly recorded?: JsonObject;
}

const SCALARS: readonly (readonly [field: string, ask: string, own: Json, other: Json])[] = [
  ['job_type', 'ask_job_type_on_launch', 'run', 'check'],
  ['limit', 'ask_limit_on_launch', 'web', 'db'],
  ['scm_branch', 'ask_scm_branch_on_launch', '', 'dev'],
  ['job_tags', 'ask_tags_on_launch', 'a', 'b'],
  ['skip_tags', 'ask_skip_tags_on_launch', 'a', 'b'],
  ['diff_mode', 'ask_diff_mode_on_launch', false, true],
  ['verbosity', 'ask_verbosity_on_launch', 1, 3],
  ['forks', 'ask_forks_on_launch', 2, 7],
  ['timeout', 'ask_timeout_on_launch', 10, -1],
];

describe('launching a job template by hand', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  describe('§1 each prompt', () => {
    it.each(SCALARS)('%s is opened by %s', async (field, ask, own, other) => {
      const project = await gitProject();
      const fields = field === 'scm_branch' ? { project } : { [field]: own };
      const opened = (await shop.launch(await shop.template({ ...fields, [ask]: true }), { [field]: other })).body;
      expect([opened[field], opened['ignored_fields']]).toEqual([other, {}]);
      expect(await shop.recorded(opened)).toEqual({ [field]: other });
      const closed = (await shop.launch(await shop.template(fields), { [field]: other })).body;
      expect([closed[field], closed['ignored_fields']]).toEqual([own, { [field]: other }]);
      expect(await shop.recorded(closed)).toEqual({});
    });

    it('inventory and execution_environment are opened by switches of their own', async () => {
      const [inventory, execution_environment] = [await shop.stock(1), await environment()];
      const sent = { inventory, execution_environment };
      const switches = { ask_inventory_on_launch: true, ask_execution_environment_on_launch: true };
      const opened = (await shop.launch(await shop.template(switches), sent)).body;
      expect(opened).toMatchObject({ ...sent, ignored_fields: {} });
      const closed = (await shop.launch(await shop.template(), sent)).body;
      expect(closed).toMatchObject({ inventory: shop.inventory, execution_environment: null, ignored_fields: sent });
    });

    it('labels are added, groups replaced, each by a switch of its own', async () => {
      const { own, other } = { own: await label(), other: await label() };
      const group = await shop.cairn.make('instance_groups');
      const template = await shop.template({ ask_labels_on_launch: true, ask_instance_groups_on_launch: true });
      await shop.attach(`job_templates/${template}/labels`, own);
      const { body } = await shop.launch(template, { labels: [other], instance_groups: [group] });
      expect([...(await shop.listed(`jobs/${idOf(body)}/labels`))].sort()).toEqual([own, other].sort());
      expect(await shop.recorded(body)).toMatchObject({
        labels: { count: 1, results: [{ id: other }] },
        instance_groups: [{ id: group }],
      });
      await shop.cairn.patch(`job_templates/${template}`, {
        ...{ ask_labels_on_launch: false, ask_instance_groups_on_launch: false },
      });
      const closed = (await shop.launch(template, { labels: [other], instance_groups: [group] })).body;
      expect(closed['ignored_fields']).toEqual({ labels: [other], instance_groups: [group] });
      expect(await shop.listed(`jobs/${idOf(closed)}/labels`)).toEqual([own]);
    });
  });

  const label = (): Promise<number> => shop.cairn.make('labels', { organization: shop.organization });
  const environment = (): Promise<number> =>
    shop.cairn.make('execution_environments', { organization: shop.organization, image: 'quay.io/x/y' });
  const gitProject = (fields: JsonObject = {}): Promise<number> =>
    shop.cairn.make('projects', {
      ...{ organization: shop.organization, scm_type: 'git', scm_url: 'https://example.org/x.git' },
      ...{ scm_update_on_launch: true, allow_override: true, ...fields },
    });

  /** A template whose project has been deleted. */
  const withoutProject = async (fields: JsonObject): Promise<number> => {
    const project = await gitProject({ scm_update_on_launch: false });
    const template = await shop.template({ project, ...fields });
    const { body } = await shop.cairn.get(`job_templates/${template}`);
    await shop.removed(`projects/${Number(body['project'])}`);
    return template;
  };

  const ROWS: readonly Row[] = [
    {
      rule: "§2.2.1 what is not sent is the template's",
      template: { limit: 'web', ask_limit_on_launch: true },
      ...{ sent: {}, job: { limit: 'web' }, recorded: {} },
    },
    {
      rule: '§2.2.3, §6.6 an equal value is a no-op',
      template: { limit: 'web', ask_limit_on_launch: true },
      ...{ sent: { limit: 'web' }, job: { limit: 'web' }, recorded: {} },
    },
    {
      rule: '§2.2.3 also where it is not asked for',
      template: { limit: 'web' },
      ...{ sent: { limit: 'web' }, job: { limit: 'web' }, recorded: {} },
    },
    {
      rule: '§2.2.5, §6.6 an empty value is one',
      template: { limit: 'web', ask_limit_on_launch: true },
      ...{ sent: { limit: '' }, job: { limit: '' }, recorded: { limit: '' } },
    },
    {
      rule: '§2.2.6, §6.6 what is not asked for is ignored and listed',
      template: { limit: 'web' },
      ...{ sent: { limit: 'db' }, job: { limit: 'web' }, ignored: { limit: 'db' }, recorded: {} },
    },
    {
      rule: '§2.4.1, §2.4.3, §6.6 variables as YAML text, merged by top-level keys',
      template: { extra_vars: 'a: 1\nb: 2', ask_variables_on_launch: true },
      sent: { extra_vars: 'b: 3\nc: [1]' },
      job: { extra_vars: '{"a": 1, "b": 3, "c": [1]}' },
      recorded: { extra_vars: { b: 3, c: [1] } },
    },
    {
      rule: '§2.4.1 YAML 1.1: yes and on are true, 010 is 8',
      template: { ask_variables_on_launch: true },
      sent: { extra_vars: 'a: yes\nb: on\nc: 010' },
      job: { extra_vars: '{"a": true, "b": true, "c": 8}' },
    },
    {
      rule: '§2.4.1 numbers lose nothing',
      template: { ask_variables_on_launch: true },
      sent: { extra_vars: '{"big": 98765432109876543210, "float": 3.0}' },
      job: { extra_vars: '{"big": 98765432109876543210, "float": 3.0}' },
    },
    {
      rule: '§2.4.1 an empty text is no variable',
      template: { ask_variables_on_launch: true, extra_vars: 'a: 1' },
      ...{ sent: { extra_vars: '' }, job: { extra_vars: '{"a": 1}' }, recorded: {} },
    },
    {
      rule: '§2.4.1 nor is a quoted empty text',
      template: { ask_variables_on_launch: true, extra_vars: 'a: 1' },
      ...{ sent: { extra_vars: '""' }, job: { extra_vars: '{"a": 1}' }, recorded: {} },
    },
    {
      rule: '§2.4.4, §6.6 equal variables are dropped in silence, others listed',
      template: { extra_vars: 'a: 1' },
      sent: { extra_vars: { a: 1, z: 2 } },
      job: { extra_vars: '{"a": 1}' },
      ignored: { extra_vars: { z: 2 } },
      recorded: {},
    },
    {
      rule: '§2.4.4 variables are replaced whole, never merged deeply',
      template: { extra_vars: 'a: {x: 1, y: 2}', ask_variables_on_launch: true },
      ...{ sent: { extra_vars: { a: { x: 3 } } }, job: { extra_vars: '{"a": {"x": 3}}' } },
    },
    {
      rule: '§6.1.2 inventory_id stands in for an inventory that is not sent',
      template: { ask_inventory_on_launch: true },
      ...{ sent: { inventory_id: 'INVENTORY' }, recorded: {} },
    },
    {
      rule: '§6.2 outer blanks of texts go, numbers become texts',
      template: { ask_limit_on_launch: true, ask_tags_on_launch: true },
      ...{ sent: { limit: '  db ', job_tags: 7 }, job: { limit: 'db', job_tags: '7' } },
    },
    {
      rule: '§6.2 digits in a text are a number, words a flag',
      template: { ask_verbosity_on_launch: true, ask_forks_on_launch: true, ask_diff_mode_on_launch: true },
      ...{ sent: { verbosity: '3', forks: '4', diff_mode: 'yes' }, job: { verbosity: 3, forks: 4, diff_mode: true } },
    },
    {
      rule: '§6.2 other keys are dropped, and not listed',
      ...{ sent: { nonsense: 1, credential: 3, vault_credential: 4 }, ignored: {} },
    },
  ];

  it.each(ROWS)('$rule', async ({ template, sent, job, ignored = {}, recorded }) => {
    const real = JSON.parse(JSON.stringify(sent).replace('"INVENTORY"', String(shop.inventory))) as JsonObject;
    const { status, body } = await shop.launch(await shop.template(template), real);
    expect([status, body['ignored_fields']]).toEqual([201, ignored]);
    if (job) expect(body).toMatchObject(job);
    if (recorded) expect(await shop.recorded(body)).toEqual(recorded);
  });

  it('§2.2.3 the lists of the template are never no-ops', async () => {
    const [own, group] = [await label(), await shop.cairn.make('instance_groups')];
    const template = await shop.template();
    await shop.attach(`job_templates/${template}/labels`, own);
    await shop.attach(`job_templates/${template}/instance_groups`, group);
    const sent = { labels: [own], instance_groups: [group] };
    expect((await shop.launch(template, sent)).body['ignored_fields']).toEqual(sent);
  });

  it('§2.2.4 the branch of the project is a no-op where the template has none', async () => {
    const project = await gitProject({ scm_branch: 'main', allow_override: false });
    const { body } = await shop.launch(await shop.template({ project }), { scm_branch: 'main' });
    expect(body['ignored_fields']).toEqual({});
  });

  it('§2.2.5 a branch needs a project', async () => {
    const template = await withoutProject({ project: await gitProject(), ask_scm_branch_on_launch: true });
    expect((await shop.launch(template, { scm_branch: 'dev' })).body).toMatchObject({
      scm_branch: ['Project is missing.'],
    });
  });

  it('§2.2.5 slices need hosts, of the inventory that will be used', async () => {
    const switches = { ask_job_slice_count_on_launch: true, ask_inventory_on_launch: true };
    const template = await shop.template(switches);
    const refused = { job_slice_count: ['Job inventory does not have enough hosts for slicing'] };
    const few = { job_slice_count: 3, inventory: await shop.stock(1) };
    expect(await shop.launch(template, few)).toMatchObject({ status: 400, body: refused });
    const { body, location } = await shop.launch(template, { job_slice_count: 3 });
    const id = idOf(body);
    expect(body).toMatchObject({ workflow_job: id, type: 'workflow_job', is_sliced_job: true });
    expect(location).toBe(`/api/v2/workflow_jobs/${id}/`);
    expect((await shop.cairn.get(`workflow_jobs/${id}/workflow_nodes`)).body).toMatchObject({ count: 3 });
  });

  it('§2.3, §6.3 a launch needs a project and an inventory', async () => {
    const template = await shop.template({ ask_inventory_on_launch: true, inventory: null });
    const missing = (what: string): string => `Job Template ${what} is missing or undefined.`;
    expect(await shop.launch(template)).toMatchObject({
      status: 400,
      body: { resources_needed_to_start: [missing('inventory')] },
    });
    expect((await shop.launch(template, { inventory: shop.inventory })).status).toBe(201);
    const bare = await withoutProject({ inventory: null, ask_inventory_on_launch: true });
    expect((await shop.launch(bare)).body).toEqual({
      project: ['A project is required to run a job.'],
      resources_needed_to_start: [missing('project'), missing('inventory')],
    });
  });

  const REFUSED: readonly (readonly [field: string, value: Json, text: string])[] = [
    ...[...SCALARS.map(([field]) => field), 'extra_vars', 'inventory', 'credentials', 'labels', 'instance_groups'].map(
      (field) => [field, null, 'This field may not be null.'] as const,
    ),
    ['execution_environment', null, 'This field may not be null.'],
    ['credential_passwords', null, 'This field may not be null.'],
    ['job_slice_count', null, 'This field may not be null.'],
    ['inventory', '', 'This field may not be null.'],
    ['inventory', 99_999, 'Invalid pk "99999" - object does not exist.'],
    ['execution_environment', 99_999, 'Invalid pk "99999" - object does not exist.'],
    ['inventory', 'x', 'Incorrect type. Expected pk value, received str.'],
    ['inventory', {}, 'Incorrect type. Expected pk value, received OrderedDict.'],
    ['inventory', [1], 'Incorrect type. Expected pk value, received list.'],
    ['inventory', true, 'Incorrect type. Expected pk value, received bool.'],
    ['credentials', 3, 'Expected a list of items but got type "int".'],
    ['labels', 'x', 'Expected a list of items but got type "str".'],
    ['credentials', [99_999], 'Invalid pk "99999" - object does not exist.'],
    ['labels', [99_999], 'Invalid pk "99999" - object does not exist.'],
    ['instance_groups', [99_999], 'Invalid pk "99999" - object does not exist.'],
    ['instance_groups', ['x'], 'Incorrect type. Expected pk value, received str.'],
    ['limit', true, 'Not a valid string.'],
    ['limit', [], 'Not a valid string.'],
    ['skip_tags', {}, 'Not a valid string.'],
    ['job_type', 'scan', '"scan" is not a valid choice.'],
    ['job_type', '', '"" is not a valid choice.'],
    ['verbosity', 9, '"9" is not a valid choice.'],
    ['diff_mode', 'perhaps', 'Must be a valid boolean.'],
    ['forks', 'x', 'A valid integer is required.'],
    ['forks', -1, 'Ensure this value is greater than or equal to 0.'],
    ['job_slice_count', -1, 'Ensure this value is greater than or equal to 0.'],
    ['timeout', 1.5, 'A valid integer is required.'],
  ];
  it.each(REFUSED)('§6.2 %s %j is refused, asked for or not', async (field, value, text) => {
    const { status, body } = await shop.launch(await plain(), { [field]: value });
    expect([status, body]).toEqual([400, { [field]: [text] }]);
  });

  let known: Promise<number> | undefined;
  const plain = (): Promise<number> => (known ??= shop.template());

  it.each(['credentials', 'labels', 'instance_groups'])('§6.2 an object in place of the list of %s', async (field) => {
    expect(await shop.launch(await plain(), { [field]: {} })).toMatchObject({
      status: 400,
      body: { list: [`Cannot use dictionary for ${field}`] },
    });
  });

  it('§6.2 a body that is no object', async () => {
    const path = `job_templates/${await plain()}/launch`;
    const refused = { detail: 'JSON parse error - not a JSON object' };
    expect(await shop.cairn.post(path, [1])).toMatchObject({ status: 400, body: refused });
  });

  it.each([
    ['a list', [1], /^Cannot parse as JSON \(error: .*\) or YAML \(error: .*\)\.$/s],
    ['a number', 7, /^Cannot parse as JSON \(error: .*\) or YAML \(error: .*\)\.$/s],
    ['a text of a list', '[1]', /Input type `list` is not a dictionary/],
    ['broken text', '{a', /^Cannot parse as JSON \(error: .*\) or YAML \(error: .*\)\.$/s],
    ['a date', 'a: 2024-05-01', /^Variables not compatible with JSON standard \(error: .*\)$/s],
  ])('§2.4.1 variables that are %s', async (_what, extra_vars, text) => {
    const { status, body } = await shop.launch(await plain(), { extra_vars });
    expect([status, body]).toEqual([400, { extra_vars: [expect.stringMatching(text)] }]);
  });

  it('§6.1.1 nobody logged in, no such template, no right to run it', async () => {
    await shop.cairn.user('ruth');
    const template = await plain();
    expect((await shop.launch(template, {}, 'nobody')).status).toBe(401);
    expect((await shop.launch(99_999)).status).toBe(404);
    expect((await shop.launch(template, {}, 'ruth')).status).toBe(403);
  });

  it('§6.1.3 wrong fields are told alone, before anything else', async () => {
    const template = await shop.template({ inventory: null, ask_inventory_on_launch: true });
    expect((await shop.launch(template, { verbosity: 9, forks: 'x' })).body).toEqual({
      verbosity: ['"9" is not a valid choice.'],
      forks: ['A valid integer is required.'],
    });
  });

  it('§6.1.4 all that the rules find is told together', async () => {
    const template = await shop.template({ inventory: null, ask_inventory_on_launch: true });
    await shop.survey('job_templates', template, [{ type: 'text', variable: 'release', required: true }]);
    expect((await shop.launch(template)).body).toEqual({
      variables_needed_to_start: ["'release' value missing"],
      resources_needed_to_start: ['Job Template inventory is missing or undefined.'],
    });
  });

  it('§6.1.5 accepted values pass the validation of the template itself', async () => {
    const switches = { ask_forks_on_launch: true, ask_skip_tags_on_launch: true, ask_scm_branch_on_launch: true };
    const template = await shop.template({ ...switches, project: await gitProject() });
    const long = 'x'.repeat(1030);
    const tooLong = 'Ensure this value has at most 1024 characters (it has 1030).';
    expect((await shop.launch(template, { forks: 201, skip_tags: long, scm_branch: long })).body).toEqual({
      forks: ['Maximum number of forks (200) exceeded.'],
      skip_tags: [tooLong],
      scm_branch: [tooLong],
    });
  });

  it('§6.5 the answer names the job, where it is, and what was ignored', async () => {
    const { status, body, location } = await shop.launch(await plain(), { limit: 'db' });
    const id = idOf(body);
    expect([status, location]).toEqual([201, `/api/v2/jobs/${id}/`]);
    expect(body).toMatchObject({
      ...{ job: id, id, type: 'job', url: `/api/v2/jobs/${id}/`, ignored_fields: { limit: 'db' } },
      ...{ launch_type: 'manual', status: 'pending', job_template: await plain(), passwords_needed_to_start: [] },
    });
  });

  it('§10 what is launched with nothing has an empty configuration', async () => {
    expect(await shop.recorded((await shop.launch(await plain())).body)).toEqual({});
  });

  it('§10 empty lists are not recorded', async () => {
    const template = await shop.template({ ask_labels_on_launch: true, ask_instance_groups_on_launch: true });
    const { body } = await shop.launch(template, { labels: [], instance_groups: [] });
    expect([body['ignored_fields'], await shop.recorded(body)]).toEqual([{}, {}]);
  });
});
