import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { CopiedData, LaunchedData } from '@domain/launch';
import { type Answered, LaunchingApi } from './launching-api.js';

let api: LaunchingApi;
let inventory: number;
const NAMES = ['alpha', 'beta', 'gamma'];

beforeAll(async () => {
  api = await LaunchingApi.open();
  inventory = await api.world.make('inventory', { name: 'Fleet', organization: api.world.organization });
  for (const name of NAMES) await api.world.make('host', { name, inventory });
});
afterAll(() => api.close());

const template = (more: JsonObject = {}): Promise<number> => api.world.template({ inventory, ...more });

const relaunch = (id: number, body: JsonObject = {}, viewer?: Viewer): Promise<Answered> =>
  api.post(`jobs/${id}/relaunch/`, body, viewer);

const launched = async (answer: Answered): Promise<LaunchedData> => {
  expect(answer).toMatchObject({ status: 201 });
  return api.world.launched('job', Number(answer.body['id']));
};

const change = (kind: 'job_template' | 'workflow_job_template', id: number, body: JsonObject): Promise<unknown> =>
  api.world.installation.api.change({ kind, id }, { body, whole: false }, api.world.installation.caller());

const remove = (
  kind: 'job_template' | 'workflow_job_template' | 'inventory' | 'project',
  id: number,
): Promise<unknown> => api.world.installation.api.remove({ kind, id }, api.world.installation.caller());

const machine = async (name: string, inputs: JsonObject): Promise<number> => {
  const [type] = await api.world.installation.store.all("SELECT id FROM credential_type WHERE name = 'Machine'", []);
  const ssh = Number(type?.['id'] ?? 0) || (await sshType());
  return api.world.make('credential', { name, organization: api.world.organization, credential_type: ssh, inputs });
};

const sshType = async (): Promise<number> => {
  const inputs = {
    fields: ['username', 'password', 'become_password'].map((id) => ({ id, label: id, type: 'string' })),
  };
  const { id } = await api.world.installation.seed(
    'credential_type',
    { name: 'Machine', kind: 'cloud', inputs },
    { kind: 'ssh', managed: true },
  );
  return id;
};

describe('the page of a relaunch (§1)', () => {
  it('counts hosts that still exist, failed ones by failures and unreachability', async () => {
    const id = await api.launch(`job_templates/${await template()}/`);
    expect(await api.get(`jobs/${id}/relaunch/`)).toEqual({
      status: 200,
      body: {
        passwords_needed_to_start: [],
        retry_counts: 'Relaunch by host status not available until job finishes running.',
      },
    });
    await api.finish(id, {
      alpha: { failures: 1 },
      beta: { ok: 0, dark: 1 },
      gamma: { rescued: 1, ignored: 1 },
      stranger: { failures: 1 },
    });
    expect((await api.get(`jobs/${id}/relaunch/`)).body['retry_counts']).toEqual({ all: 3, failed: 2 });
  });

  it('is for those who may read the job', async () => {
    const id = await api.launch(`job_templates/${await template()}/`);
    const nobody = await api.world.installation.user('page-nobody');
    expect(await api.get(`jobs/${id}/relaunch/`, nobody)).toMatchObject({ status: 403 });
    expect(await api.get('jobs/9999/relaunch/')).toMatchObject({ status: 404 });
  });
});

describe('a relaunch on all or on failed hosts (§2)', () => {
  const WAIT = 'Wait until job finishes before retrying on failed hosts.';

  it.each<[string, JsonObject, JsonObject]>([
    ['another word', { hosts: 'ok' }, { hosts: ['"ok" is not a valid choice.'] }],
    ['a list', { hosts: [] }, { hosts: ['"[]" is not a valid choice.'] }],
    [
      'passwords that are no object',
      { credential_passwords: 'x' },
      { credential_passwords: ['Expected an object of passwords by name.'] },
    ],
    ['no passwords', { credential_passwords: null }, { credential_passwords: ['This field may not be null.'] }],
    ['failed hosts of an active job', { hosts: 'failed' }, { hosts: WAIT }],
  ])('refuses %s', async (_what, body, errors) => {
    const id = await api.launch(`job_templates/${await template()}/`);
    expect(await relaunch(id, body)).toEqual({ status: 400, body: errors });
  });

  it('§2.1 step 4: refuses failed hosts without statistics, and where nobody failed', async () => {
    const canceled = await api.launch(`job_templates/${await template()}/`);
    await api.cancel(canceled);
    expect((await relaunch(canceled, { hosts: 'failed' })).body).toEqual({
      hosts: 'Cannot retry on failed hosts, playbook stats not available.',
    });
    const good = await api.launch(`job_templates/${await template()}/`);
    await api.finish(good, { alpha: {} });
    expect((await relaunch(good, { hosts: 'failed' })).body).toEqual({
      hosts: 'Cannot relaunch because previous job had 0 failed hosts.',
    });
  });

  it('limits to failed hosts by their current names, whether or not the template asks, and remembers it', async () => {
    const id = await api.launch(`job_templates/${await template({ limit: 'all' })}/`);
    const odd = await api.world.make('host', { name: 'web[1],db', inventory });
    await api.finish(id, { gamma: { failures: 1 }, alpha: { dark: 1 }, 'web[1],db': { failures: 2 }, beta: {} });
    await api.world.installation.api.change(
      { kind: 'host', id: odd },
      { body: { name: 'x[*],y' }, whole: false },
      api.world.installation.caller(),
    );
    const answer = await relaunch(id, { hosts: 'failed' });
    const { composition, trigger, launchType, requested } = await launched(answer);
    const limit = 'alpha,gamma,~^x\\x5b\\x2a\\x5d\\x2cy$';
    expect(answer.body).toMatchObject({ ignored_fields: {} });
    expect(composition).toMatchObject({ effective: { limit }, launchConfig: { limit } });
    expect({ trigger, launchType, requested }).toEqual({
      trigger: { by: 'relaunch', job: id },
      launchType: 'relaunch',
      requested: { hosts: 'failed' },
    });
    expect((await launched(await relaunch(Number(answer.body['id'])))).composition?.effective.limit).toBe(limit);
    await api.world.installation.api.remove({ kind: 'host', id: odd }, api.world.installation.caller());
  });

  it('ignores prompts in the body', async () => {
    const id = await api.launch(`job_templates/${await template({ ask_limit_on_launch: true })}/`, { limit: 'alpha' });
    const { composition } = await launched(await relaunch(id, { limit: 'beta', extra_vars: { z: 1 }, hosts: null }));
    expect(composition?.effective).toMatchObject({ limit: 'alpha', extra_vars: {} });
  });
});

describe('what a relaunched job runs with (§2.2)', () => {
  it('takes current template values, and recorded prompts on top of them, naming the old job as their source', async () => {
    const jt = await template({ ask_limit_on_launch: true, ask_variables_on_launch: true, extra_vars: 'own: 1' });
    const id = await api.launch(`job_templates/${jt}/`, { limit: 'alpha', extra_vars: { a: [1] } });
    await change('job_template', jt, { playbook: 'other.yml', extra_vars: 'own: 2', verbosity: 3 });
    const { composition, fixed, createdBy } = await launched(await relaunch(id));
    expect(fixed['playbook']).toBe('other.yml');
    expect(createdBy).toMatchObject({ kind: 'user', name: 'admin' });
    expect(composition?.effective).toMatchObject({
      limit: 'alpha',
      verbosity: 3,
      extra_vars: { own: { v: 2 }, a: { v: [1] } },
    });
    expect(composition?.launchConfig).toEqual({ limit: 'alpha', extra_vars: { a: { v: [1] } } });
    const limit = composition?.decisions.find(({ field }) => field === 'limit');
    expect(limit?.winner).toMatchObject({ source: 'relaunch', ref: `job-${id}`, origin: { source: 'launch' } });
  });

  it('keeps a prompt that the template has itself meanwhile, and the first source however often it is repeated', async () => {
    const jt = await template({ ask_limit_on_launch: true });
    let id = await api.launch(`job_templates/${jt}/`, { limit: 'alpha' });
    await change('job_template', jt, { limit: 'alpha' });
    id = Number((await relaunch(id)).body['id']);
    await change('job_template', jt, { limit: 'beta' });
    id = Number((await relaunch(id)).body['id']);
    const { composition } = await launched(await relaunch(id));
    expect(composition?.effective.limit).toBe('alpha');
    const winner = composition?.decisions.find(({ field }) => field === 'limit')?.winner;
    expect(winner?.origin?.source).not.toBe('relaunch');
  });

  it('seals recorded secrets for the new job, and lets answers that were not given fall back to defaults of now', async () => {
    const jt = await template();
    const key: JsonObject = { type: 'password', variable: 'key', required: true };
    await api.world.survey('job_template', jt, [key, { type: 'text', variable: 'region', default: 'north' }]);
    const id = await api.launch(`job_templates/${jt}/`, { extra_vars: { key: 'hunter2' } });
    await api.world.survey('job_template', jt, [key, { type: 'text', variable: 'region', default: 'south' }]);
    const answer = await relaunch(id);
    const { composition, id: job } = await launched(answer);
    expect(composition?.effective.extra_vars).toMatchObject({
      key: { sealed: { kid: `job-${job}` } },
      region: { v: 'south' },
    });
    const sealed = composition?.effective.extra_vars['key'];
    expect(await api.world.installation.sealer.open(`job-${job}`, 'extra_vars.key', sealed as never)).toBe('hunter2');
    expect(composition?.masks).toEqual(['key']);
    expect(JSON.stringify(await api.world.events(`job-${job}`))).not.toContain('hunter2');
  });

  it('repeats a slice as the slice it was', async () => {
    const jt = await template({ job_slice_count: 3 });
    const run = await api.launch(`job_templates/${jt}/`);
    const slice = await sliceOf(run, jt);
    const { composition, fixed } = await launched(await relaunch(slice));
    expect(fixed['job_slice_number']).toBe(2);
    expect(composition?.effective.job_slice_count).toBe(3);
  });

  const sliceOf = async (run: number, jt: number): Promise<number> => {
    const id = await api.world.installation.ids.next('unified_job');
    const { launch } = await sliceLaunch(run, jt);
    await api.world.installation.record(`job-${id}`, [
      { type: 'TemplateLaunched', data: { ...launch, id } },
      { type: 'JobQueued', data: { passwords: [] } },
    ]);
    return id;
  };

  const sliceLaunch = async (run: number, jt: number): Promise<{ readonly launch: LaunchedData }> => {
    const plain = await api.launch(`job_templates/${await template()}/`);
    const launch = await api.world.launched('job', plain);
    const sliced = await api.world.launched('workflow_job', run);
    const { composition } = launch;
    if (!composition || !sliced.template) throw new Error(`template ${jt} was not launched`);
    return {
      launch: {
        ...{ ...launch, template: sliced.template, fixed: { ...launch.fixed, job_slice_number: 2 } },
        composition: { ...composition, effective: { ...composition.effective, job_slice_count: 3 } },
      },
    };
  };
});

describe('a template that has changed (§2.3, S8)', () => {
  it('drops what it no longer accepts, tells so, and writes it down', async () => {
    const jt = await template({ ask_limit_on_launch: true, ask_variables_on_launch: true });
    const id = await api.launch(`job_templates/${jt}/`, { limit: 'alpha', extra_vars: { z: 1 } });
    await change('job_template', jt, { ask_limit_on_launch: false, ask_variables_on_launch: false, limit: 'beta' });
    const answer = await relaunch(id);
    const { composition, id: job } = await launched(answer);
    expect(answer.body['ignored_fields']).toEqual({ limit: 'alpha', extra_vars: { z: 1 } });
    expect(composition).toMatchObject({ effective: { limit: 'beta', extra_vars: {} }, launchConfig: {} });
    const rejected = (await api.world.events(`job-${job}`)).filter(({ type }) => type === 'PromptRejected');
    expect(rejected.map(({ data }) => data)).toMatchObject([
      { field: 'extra_vars', key: 'z', consequence: 'dropped', source: { source: 'relaunch', ref: `job-${id}` } },
      { field: 'limit', value: 'alpha', code: 'not_prompted', consequence: 'dropped' },
    ]);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'an answer has become wrong',
      { type: 'integer', variable: 'n' },
      { variables_needed_to_start: ["Value x for 'n' expected to be an integer."] },
    ],
    [
      'a required answer was not given',
      { type: 'text', variable: 'm', required: true },
      { variables_needed_to_start: ["'m' value missing"] },
    ],
  ])('refuses where %s', async (_what, question, errors) => {
    const jt = await template();
    await api.world.survey('job_template', jt, [{ type: 'text', variable: 'n' }]);
    const id = await api.launch(`job_templates/${jt}/`, { extra_vars: { n: 'x' } });
    await api.world.survey('job_template', jt, [question]);
    expect(await relaunch(id)).toEqual({ status: 400, body: errors });
  });

  it('keeps the limit of a callback and variables that came in past the rules', async () => {
    const jt = await template();
    await api.world.survey('job_template', jt, [{ type: 'text', variable: 'answer', required: true }]);
    const plain = await api.launch(`job_templates/${await template()}/`);
    const launch = await api.world.launched('job', plain);
    const ref = { ref: `jt-${jt}`, rev: 0, id: jt, name: 'JT' };
    const past = { source: 'callback', gate: 'bypassed' } as const;
    const decision = { effective: { v: 1 }, winner: past, rule: 'bypasses_gate', shadowed: [], rejected: [] } as const;
    const config = { limit: 'alpha', extra_vars: { answer: { v: 'a' }, z: { v: 1 } } };
    const composition = {
      ...(launch.composition as NonNullable<typeof launch.composition>),
      launchConfig: config,
      decisions: [
        { ...decision, field: 'limit' },
        ...['answer', 'z'].map((key) => ({ ...decision, field: 'extra_vars', key })),
      ],
    };
    const id = await api.world.installation.ids.next('unified_job');
    const data = { ...launch, id, template: ref, launchType: 'callback', composition };
    await api.world.installation.record(`job-${id}`, [{ type: 'TemplateLaunched', data }]);
    const answer = await relaunch(id);
    expect((await launched(answer)).composition).toMatchObject({
      effective: { limit: 'alpha', extra_vars: { answer: { v: 'a' }, z: { v: 1 } } },
      launchConfig: config,
      ignored: {},
    });
  });

  it('§2.1 step 3: refuses without the project or inventory of the job', async () => {
    const lost = await api.world.make('inventory', { name: 'Lost', organization: api.world.organization });
    const id = await api.launch(`job_templates/${await api.world.template({ inventory: lost })}/`);
    await api.cancel(id);
    await remove('inventory', lost);
    expect(await relaunch(id)).toEqual({
      status: 400,
      body: { errors: ['Job Template Inventory is missing or undefined.'] },
    });
    const { organization } = api.world;
    const project = await api.world.make('project', { name: 'lost', organization, local_path: 'lost' });
    const other = await api.launch(`job_templates/${await template({ project })}/`);
    await api.cancel(other);
    await remove('project', project);
    expect(await relaunch(other)).toEqual({
      status: 400,
      body: { errors: ['Job Template Project is missing or undefined.'] },
    });
  });
});

describe('passwords (§2.1 step 2)', () => {
  it('must be typed anew, are kept sealed, and are in no event', async () => {
    const jt = await template();
    const credential = await machine('asks', { username: 'u', password: 'ASK', become_password: 'ASK' });
    await api.world.installation.api.relate(
      { kind: 'job_template', id: jt, path: 'credentials' },
      { id: credential },
      api.world.installation.caller(),
    );
    const typed = { ssh_password: 'hunter2', become_password: 'hunter3' };
    const id = await api.launch(`job_templates/${jt}/`, { credential_passwords: typed });
    const page = await api.get(`jobs/${id}/relaunch/`);
    expect(page.body['passwords_needed_to_start']).toEqual(['ssh_password', 'become_password']);
    expect(
      await relaunch(id, { hosts: 'ok', credential_passwords: { ssh_password: 'hunter2', become_password: '' } }),
    ).toEqual({
      status: 400,
      body: {
        hosts: ['"ok" is not a valid choice.'],
        credential_passwords: ['Missing passwords needed to start: become_password'],
      },
    });
    for (const body of [{ credential_passwords: typed }, typed]) {
      const { id: job } = await launched(await relaunch(id, body));
      expect(JSON.stringify(await api.world.events(`job-${job}`))).not.toMatch(/hunter/);
    }
    expect(JSON.stringify(await api.world.events(`launchlog-jt-${jt}`))).not.toMatch(/hunter/);
  });

  it('§2.1 step 5: leaves no job when the template asks for one that the old job did not need', async () => {
    const jt = await template();
    const id = await api.launch(`job_templates/${jt}/`);
    const list = { kind: 'job_template', id: jt, path: 'credentials' } as const;
    const credential = await machine('asks later', { username: 'u', password: 'ASK' });
    await api.world.installation.api.relate(list, { id: credential }, api.world.installation.caller());
    const jobs = () => api.world.installation.store.all('SELECT id FROM unified_job', []);
    const before = await jobs();
    expect(await relaunch(id)).toEqual({ status: 400, body: { msg: 'Error starting job!' } });
    expect(await jobs()).toEqual(before);
  });
});

describe('jobs without template or recorded launch', () => {
  const orphaned = async (more: JsonObject = {}, body: JsonObject = {}) => {
    const jt = await template({ ask_limit_on_launch: true, ask_variables_on_launch: true, ...more });
    const id = await api.launch(`job_templates/${jt}/`, body);
    await api.cancel(id);
    await remove('job_template', jt);
    return { jt, id };
  };

  it('copies the fields of an orphan, which stays one', async () => {
    const { id } = await orphaned({ playbook: 'kept.yml' }, { limit: 'alpha', extra_vars: { a: 1 } });
    const answer = await relaunch(id);
    const job = Number(answer.body['id']);
    const [first] = await api.world.events(`job-${job}`);
    expect(first?.type).toBe('JobCopied');
    expect(first?.data as CopiedData).toMatchObject({
      template: null,
      from: { ref: `job-${id}` },
      trigger: { by: 'relaunch', job: id },
      fixed: { playbook: 'kept.yml' },
      composition: { effective: { limit: 'alpha', extra_vars: { a: { v: 1 } } }, launchConfig: null },
    });
    const { decisions = [] } = (first?.data as CopiedData).composition ?? {};
    expect(decisions.find(({ field }) => field === 'limit')?.winner).toMatchObject({
      source: 'relaunch',
      ref: `job-${id}`,
      origin: { source: 'launch' },
    });
    expect(await relaunch(job)).toMatchObject({ status: 201 });
  });

  it('copies secrets under the new owner, and can limit the copy to failed hosts', async () => {
    const jt = await template();
    await api.world.survey('job_template', jt, [{ type: 'password', variable: 'key' }]);
    const id = await api.launch(`job_templates/${jt}/`, { extra_vars: { key: 'hunter2' } });
    await api.finish(id, { beta: { failures: 1 } });
    await remove('job_template', jt);
    const { composition, id: job } = await launched(await relaunch(id, { hosts: 'failed' }));
    expect(composition?.effective).toMatchObject({
      limit: 'beta',
      extra_vars: { key: { sealed: { kid: `job-${job}` } } },
    });
    expect(composition?.masks).toEqual(['key']);
  });
});

describe('who may relaunch (§3)', () => {
  const SECRETS = 'Job was launched with secret prompts provided by another user.';
  const PROMPTED = 'Job was launched with prompted fields you do not have access to.';
  const DEFAULT = 'You do not have permission to perform this action.';
  let users = 0;

  const someone = async (
    ...roles: readonly (readonly ['job_template' | 'organization' | 'inventory', number, string])[]
  ) => {
    users += 1;
    const viewer = await api.world.installation.user(`user-${users}`);
    for (const [kind, id, role] of roles) await api.world.installation.giveRole(viewer, { kind, id }, role);
    return viewer;
  };

  it('rows 1, 3: superusers may always, others where nothing was prompted', async () => {
    const jt = await template();
    await api.world.survey('job_template', jt, [{ type: 'password', variable: 'key' }]);
    const owner = await someone(['job_template', jt, 'execute_role']);
    const id = await api.launch(`job_templates/${jt}/`, { extra_vars: { key: 'hunter2' } }, owner);
    const again = await relaunch(id);
    expect(again.body).toMatchObject({ job: again.body['id'], ignored_fields: {} });
    expect(await launched(again)).toMatchObject({ launchType: 'relaunch', createdBy: { name: 'admin' } });
    const plain = await api.launch(`job_templates/${jt}/`);
    expect(await relaunch(plain, {}, owner)).toMatchObject({ status: 201, body: { ignored_fields: {} } });
  });

  it('row 2: without execute on the template nobody may', async () => {
    const jt = await template();
    const id = await api.launch(`job_templates/${jt}/`);
    const reader = await someone(['job_template', jt, 'read_role']);
    expect(await relaunch(id, {}, reader)).toEqual({ status: 403, body: { detail: DEFAULT } });
    const operator = await someone(['job_template', jt, 'execute_role']);
    expect(await relaunch(id, {}, operator)).toMatchObject({ status: 201 });
  });

  it('row 4: secrets of another are his alone, even to administrators of the organization', async () => {
    const jt = await template();
    await api.world.survey('job_template', jt, [{ type: 'password', variable: 'key' }]);
    const owner = await someone(['job_template', jt, 'execute_role']);
    const id = await api.launch(`job_templates/${jt}/`, { extra_vars: { key: 'hunter2' } }, owner);
    const admin = await someone(['organization', api.world.organization, 'admin_role']);
    expect(await relaunch(id, {}, admin)).toEqual({ status: 403, body: { detail: SECRETS } });
    expect(await relaunch(id, {}, owner)).toMatchObject({ status: 201 });
  });

  it('rows 5, 6, 9: needs the right to use each recorded resource, or the organization', async () => {
    const other = await api.world.make('inventory', { name: `Other ${users}`, organization: api.world.organization });
    const jt = await template({ ask_inventory_on_launch: true });
    const id = await api.launch(`job_templates/${jt}/`, { inventory: other });
    const execute = ['job_template', jt, 'execute_role'] as const;
    expect(await relaunch(id, {}, await someone(execute))).toEqual({ status: 403, body: { detail: PROMPTED } });
    const user = await someone(execute, ['inventory', other, 'use_role']);
    expect(await relaunch(id, {}, user)).toMatchObject({ status: 201 });
    const operator = await someone(['organization', api.world.organization, 'execute_role']);
    expect(await relaunch(id, {}, operator)).toMatchObject({ status: 201 });
    await change('job_template', jt, { ask_inventory_on_launch: false });
    expect(await relaunch(id, {}, user)).toEqual({ status: 403, body: { detail: PROMPTED } });
    expect(await relaunch(id, {}, operator)).toMatchObject({
      status: 201,
      body: { ignored_fields: { inventory: other } },
    });
  });

  it('row 10: a legacy launch is for the organization', async () => {
    const jt = await template({ ask_credential_on_launch: true });
    const credential = await machine(`legacy ${users}`, { username: 'u' });
    const id = await api.launch(`job_templates/${jt}/`, { extra_credentials: [credential] });
    const operator = await someone(['job_template', jt, 'execute_role']);
    expect(await relaunch(id, {}, operator)).toEqual({
      status: 403,
      body: { detail: 'Job was launched with unknown prompted fields. Organization admin permissions required.' },
    });
    const organization = await someone(['organization', api.world.organization, 'execute_role']);
    const { composition } = await launched(await relaunch(id, {}, organization));
    expect(composition?.effective.credentials.map((used) => used.id)).toEqual([credential]);
  });

  it('rows 7, 11 (S9): an orphan is for administrators of the organization', async () => {
    const jt = await template();
    const id = await api.launch(`job_templates/${jt}/`);
    await api.cancel(id);
    await remove('job_template', jt);
    const operator = await someone(['organization', api.world.organization, 'execute_role']);
    expect(await relaunch(id, {}, operator)).toEqual({ status: 403, body: { detail: DEFAULT } });
    const admin = await someone(['organization', api.world.organization, 'admin_role']);
    expect(await relaunch(id, {}, admin)).toMatchObject({ status: 201 });
  });

  it('row 8: an orphan of no organization is for superusers', async () => {
    const jt = await template();
    const id = await api.launch(`job_templates/${jt}/`);
    const launch = await api.world.launched('job', id);
    const lost = await api.world.installation.ids.next('unified_job');
    const data = { ...launch, id: lost, template: null, organization: null };
    await api.world.installation.record(`job-${lost}`, [{ type: 'TemplateLaunched', data }]);
    const admin = await someone(['organization', api.world.organization, 'admin_role']);
    expect(await relaunch(lost, {}, admin)).toEqual({
      status: 403,
      body: { detail: 'Job has been orphaned from its job template and organization.' },
    });
    expect(await relaunch(lost)).toMatchObject({ status: 201 });
  });
});
