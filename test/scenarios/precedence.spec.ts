import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { isFound, textOf, type Api, type Found } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf, jobOf, nodesOf, untilEnded } from '../live/demo-run.js';
import { historyOf } from '../live/history.js';
import { sendRaw, type Access } from '../live/raw-api.js';
import { filesHolding } from '../live/everywhere.js';

/** The four scenarios of spec precedence.md §12, with real playbooks that look at the values. */

const PATIENCE_MS = 60_000;
const UNDER_WAY: readonly unknown[] = ['new', 'pending', 'waiting', 'running'];
const FOR_YEARS = 'DTSTART:20990115T030000Z RRULE:FREQ=DAILY;INTERVAL=1';

const PLAYBOOKS = {
  'values.yml': `- hosts: all
  gather_facts: false
  tasks:
    - assert: {that: ["env == 'schedule'", "a == 'jt'", "region == 'eu'", "awx_user_id is undefined"], quiet: true}
    - debug: {msg: "schedule={{ awx_parent_job_schedule_id }} workflow={{ awx_workflow_job_id }}"}
`,
  'stats.yml': `- hosts: all
  gather_facts: false
  tasks:
    - set_stats: {data: {env: stats}}
`,
  'secrets.yml': `- hosts: all
  gather_facts: false
  tasks:
    - assert:
        that: ["db_pw == 'hun' ~ 'ter2'", "api_key == 'n3w' ~ '-s3cr3t'", "tok == 'd3f' ~ 'ault'"]
        quiet: true
      no_log: true
`,
};

const home: Home = makeHome();
let server: RunningServer | undefined;
let access: Access;
let api: Api;
let common: JsonObject;

beforeAll(async () => {
  server = await startServer(home);
  access = { ...home, base: server.base };
  api = apiOf(access);
  const folder = join(home.projects, 'precedence');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(PLAYBOOKS)) writeFileSync(join(folder, name), text);
  const organization = await api.ensure('organizations/', { name: 'o' });
  const inventory = await api.ensure('inventories/', { name: 'i' }, { organization });
  await api.post(`inventories/${inventory}/hosts/`, { name: 'here', variables: 'ansible_connection: local' });
  const project = await api.ensure(
    'projects/',
    { name: 'p' },
    { organization, scm_type: '', local_path: 'precedence' },
  );
  common = { organization, inventory, project };
}, PATIENCE_MS);
afterAll(async () => {
  await server?.stop();
  home.remove();
});

const created = async (path: string, body: JsonObject): Promise<number> => {
  const object = await api.post(path, body);
  if (!isFound(object)) throw new Error(`${path} answered without an id`);
  return object.id;
};

const jobTemplate = (name: string, playbook: string, rest: JsonObject = {}): Promise<number> =>
  created('job_templates/', { name, playbook, ...common, ...rest });

const workflow = (name: string, rest: JsonObject = {}): Promise<number> =>
  created('workflow_job_templates/', { name, organization: common['organization'] as Json, ...rest });

const survey = (path: string, ...questions: readonly JsonObject[]): Promise<JsonObject> => {
  const spec = questions.map((question) => ({
    ...{ question_name: textOf(question['variable']), type: 'text', required: true, min: 0, max: 40 },
    ...question,
  }));
  return api.post(`${path}survey_spec/`, { name: '', description: '', spec });
};

const status = async (method: string, path: string, body: JsonObject): Promise<readonly [number, Json]> => {
  const answer = await sendRaw(access, { method, path, body: JSON.stringify(body) });
  return [answer.status, answer.body];
};

/** Moves the schedule's time to just now; what it launched, once that has ended. */
const fired = async (schedule: number): Promise<JsonObject> => {
  const before = new Set((await launchedBy(schedule)).map(({ id }) => id));
  const soon = new Date(Date.now() + 2_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  await api.patch(`schedules/${schedule}/`, { rrule: `DTSTART:${soon} RRULE:FREQ=DAILY;INTERVAL=1;COUNT=1` });
  let job: Found | undefined;
  await until(async () => {
    job = (await launchedBy(schedule)).find(({ id }) => !before.has(id));
    return job !== undefined && !UNDER_WAY.includes(job['status']);
  }, PATIENCE_MS);
  return api.get(textOf(job?.['url']).replace('/api/v2/', ''));
};

const launchedBy = (schedule: number): Promise<readonly Found[]> =>
  api.list(`schedules/${schedule}/jobs/`, { order_by: 'id' });

describe('variable precedence (§12.1)', () => {
  let flow: number;
  let schedule: number;

  beforeAll(async () => {
    const template = await jobTemplate('values', 'values.yml', {
      survey_enabled: true,
      extra_vars: '{"env": "jt", "a": "jt"}',
    });
    await survey(`job_templates/${template}/`, { variable: 'env', default: 'dev' });
    const stats = await jobTemplate('stats', 'stats.yml');
    flow = await workflow('flow', { survey_enabled: true });
    await survey(`workflow_job_templates/${flow}/`, { variable: 'env' }, { variable: 'region', required: false });
    const node = (identifier: string, body: JsonObject) =>
      created(`workflow_job_templates/${flow}/workflow_nodes/`, { identifier, ...body });
    const first = await node('stats', { unified_job_template: stats });
    const second = await node('values', { unified_job_template: template, extra_data: { env: 'node' } });
    await api.post(`workflow_job_template_nodes/${first}/success_nodes/`, { id: second });
    schedule = await created(`workflow_job_templates/${flow}/schedules/`, {
      ...{ name: 'nightly', rrule: FOR_YEARS, extra_data: { env: 'schedule', region: 'eu' } },
    });
  });

  it('lets the schedule win over node, artifact, survey default and template, all the way into the play', async () => {
    const run = await fired(schedule);
    expect(run).toMatchObject({
      ...{ status: 'successful', launch_type: 'scheduled', unified_job_template: flow },
      extra_vars: '{"env": "schedule", "region": "eu"}',
      launched_by: { id: schedule, name: 'nightly', type: 'schedule', url: `/api/v2/schedules/${schedule}/` },
    });
    const job = await jobOf(api, await nodesOf(api, Number(run['id'])), 'values');
    expect(job).toMatchObject({ status: 'successful', launch_type: 'workflow' });
    expect(JSON.parse(textOf(job['extra_vars']))).toEqual({ env: 'schedule', a: 'jt', region: 'eu' });
    expect(JSON.stringify(job['related'])).not.toContain('created_by');
    const { results } = await api.get(`jobs/${Number(job['id'])}/job_events/?event=runner_on_ok&page_size=50`);
    expect(JSON.stringify(results)).toContain(`schedule=${schedule} workflow=${Number(run['id'])}`);
  });

  it('tells who gave the value, whom it was from, and everybody who lost', async () => {
    const [run] = await launchedBy(schedule);
    const nodes = await nodesOf(api, run?.id ?? 0);
    const { values } = await api.get(`jobs/${nodes.get('values')?.job}/provenance/?variable=env`);
    expect(values).toMatchObject([
      {
        ...{ field: 'extra_vars', key: 'env', value: 'schedule' },
        winner: { source: 'workflow_job', origin: { source: 'schedule', ref: `schedule-${schedule}` } },
        shadowed: [
          { source: 'artifact', value: 'stats' },
          { source: 'node', value: 'node' },
          { source: 'survey_default', value: 'dev' },
          { source: 'template', value: 'jt' },
        ],
        rejected: [],
      },
    ]);
  });

  it('refuses a schedule that lacks a required answer', async () => {
    const body = { name: 'poor', rrule: FOR_YEARS, extra_data: { region: 'eu' } };
    expect(await status('POST', `workflow_job_templates/${flow}/schedules/`, body)).toEqual([
      400,
      { variables_needed_to_start: ["'env' value missing"] },
    ]);
  });
});

describe('survey passwords (§12.2)', () => {
  const CLEAR = ['hunter2', 'n3w-s3cr3t', 'd3fault', 'first-s3cr3t'];
  let flow: number;
  let node: number;
  let schedule: number;

  const extraData = async (path: string): Promise<Json | undefined> => (await api.get(path))['extra_data'];

  beforeAll(async () => {
    const template = await jobTemplate('secrets', 'secrets.yml', { survey_enabled: true });
    await survey(`job_templates/${template}/`, { variable: 'db_pw', type: 'password' });
    flow = await workflow('secret flow', { survey_enabled: true });
    await survey(
      `workflow_job_templates/${flow}/`,
      { variable: 'api_key', type: 'password' },
      { variable: 'tok', type: 'password', required: false, default: 'd3fault' },
    );
    node = await created(`workflow_job_templates/${flow}/workflow_nodes/`, {
      ...{ identifier: 'play', unified_job_template: template, extra_data: { db_pw: 'hunter2' } },
    });
    const extra_data = { api_key: 'first-s3cr3t', tok: '$encrypted$' };
    schedule = await created(`workflow_job_templates/${flow}/schedules/`, {
      ...{ name: 'secret', rrule: FOR_YEARS, extra_data },
    });
  });

  it('are masked where they were saved, and the mask of one with a default is dropped', async () => {
    expect(await extraData(`workflow_job_template_nodes/${node}/`)).toEqual({ db_pw: '$encrypted$' });
    expect(await extraData(`schedules/${schedule}/`)).toEqual({ api_key: '$encrypted$' });
  });

  it('are kept by the mask, replaced by a new one, and untouched by a switch', async () => {
    await api.patch(`workflow_job_template_nodes/${node}/`, { extra_data: { db_pw: '$encrypted$' } });
    await api.patch(`schedules/${schedule}/`, { extra_data: { api_key: '$encrypted$' } });
    const answer = await api.patch(`schedules/${schedule}/`, { extra_data: { api_key: 'n3w-s3cr3t' } });
    expect(answer['extra_data']).toEqual({ api_key: '$encrypted$' });
    await api.patch(`schedules/${schedule}/`, { enabled: false });
    await api.patch(`schedules/${schedule}/`, { enabled: true });
    expect(await extraData(`schedules/${schedule}/`)).toEqual({ api_key: '$encrypted$' });
  });

  it('cannot be conjured from the mask', async () => {
    const body = { name: 'second', rrule: FOR_YEARS, extra_data: { api_key: '$encrypted$' } };
    expect(await status('POST', `workflow_job_templates/${flow}/schedules/`, body)).toEqual([
      400,
      { extra_data: ['Provided variable api_key has no database value to replace with.'] },
    ]);
  });

  it('reach the play, and are ciphertext and masks everywhere else', async () => {
    const run = await fired(schedule);
    expect(run['status']).toBe('successful');
    expect(JSON.parse(textOf(run['extra_vars']))).toEqual({ api_key: '$encrypted$', tok: '$encrypted$' });
    const job = await jobOf(api, await nodesOf(api, Number(run['id'])), 'play');
    const masked = { db_pw: '$encrypted$', tok: '$encrypted$', api_key: '$encrypted$' };
    expect(JSON.parse(textOf(job['extra_vars']))).toEqual(masked);
    const told = await historyOf(api, `job-${Number(job['id'])}`);
    expect(CLEAR.filter((secret) => JSON.stringify(told).includes(secret))).toEqual([]);
    expect(filesHolding(home.data, CLEAR)).toEqual([]);
  });

  it('are still there after a relaunch by a superuser, and for nobody else', async () => {
    const [run] = await launchedBy(schedule);
    const user = { username: 'olga', password: 'olga-pw' };
    const id = await created('users/', user);
    const { object_roles: roles } = (await api.get(`workflow_job_templates/${flow}/`))['summary_fields'] as {
      object_roles: { execute_role: { id: number } };
    };
    await api.post(`users/${id}/roles/`, { id: roles.execute_role.id });
    const asOlga = { base: access.base, user: user.username, password: user.password };
    const path = `workflow_jobs/${run?.id}/relaunch/`;
    const refused = await sendRaw(asOlga, { method: 'POST', path });
    expect(refused).toEqual({
      status: 403,
      body: { detail: 'Job was launched with secret prompts provided by another user.' },
    });
    const again = await api.post(path, {});
    expect(await untilEnded(api, Number(again['id']))).toMatchObject({ status: 'successful' });
  });
});

describe('associating a credential with a node (§12.3)', () => {
  interface Row {
    readonly workflow: 'admin' | 'execute';
    readonly template: 'execute' | 'read';
    readonly credential: 'use' | 'read';
    readonly asks: boolean;
    readonly typed?: boolean;
    readonly answer: readonly [number, Json];
  }
  const FORBIDDEN: Row['answer'] = [403, { detail: 'You do not have permission to perform this action.' }];
  const not = (msg: string): Row['answer'] => [400, { msg }];
  const all = { workflow: 'admin', template: 'execute', credential: 'use', asks: true } as const;
  const rows: readonly Row[] = [
    { ...all, answer: [204, null] },
    { ...all, template: 'read', answer: FORBIDDEN },
    { ...all, workflow: 'execute', answer: FORBIDDEN },
    { ...all, credential: 'read', answer: FORBIDDEN },
    { ...all, asks: false, answer: not('Related template is not configured to accept credentials on launch.') },
    { ...all, workflow: 'execute', asks: false, answer: FORBIDDEN },
    {
      ...{ ...all, typed: true },
      answer: not('Credential that requires user input on launch cannot be used in saved launch configuration.'),
    },
  ];

  const grant = async (user: number, path: string, role: string): Promise<void> => {
    const { summary_fields: summary } = await api.get(path);
    const { object_roles: roles } = summary as { object_roles: Record<string, { id: number }> };
    await api.post(`users/${user}/roles/`, { id: roles[`${role}_role`]?.id ?? 0 });
  };

  it.each(rows.map((row, at) => ({ ...row, at })))(
    'as $workflow of the workflow, with $template on the template and $credential on the credential',
    async (row) => {
      const name = `node credential ${row.at}`;
      const template = await jobTemplate(name, 'stats.yml', { ask_credential_on_launch: row.asks });
      const flow = await workflow(name);
      const node = await created(`workflow_job_templates/${flow}/workflow_nodes/`, { unified_job_template: template });
      const type = (await api.list('credential_types/', { namespace: 'ssh' }))[0]?.id ?? 0;
      const credential = await created('credentials/', {
        ...{ name, organization: common['organization'] as Json, credential_type: type },
        inputs: row.typed === true ? { password: 'ASK' } : {},
      });
      const bob = { username: `bob${row.at}`, password: 'bob-pw' };
      const user = await created('users/', bob);
      await api.post(`organizations/${Number(common['organization'])}/users/`, { id: user });
      await grant(user, `workflow_job_templates/${flow}/`, row.workflow);
      await grant(user, `job_templates/${template}/`, row.template);
      await grant(user, `credentials/${credential}/`, row.credential);
      const path = `workflow_job_template_nodes/${node}/credentials/`;
      const asBob = { base: access.base, user: bob.username, password: bob.password };
      const answer = await sendRaw(asBob, { method: 'POST', path, body: JSON.stringify({ id: credential }) });
      expect([answer.status, answer.body]).toEqual(row.answer);
      const attached = (await api.list(path, {})).map(({ id }) => id);
      expect(attached).toEqual(row.answer[0] === 204 ? [credential] : []);
    },
  );
});

describe('credentials of template and schedule (§12.4)', () => {
  const type: Record<string, number> = {};
  let template: number;
  let machine: number;
  let aws: number;
  let serial = 0;

  const credential = (kind: string, inputs: JsonObject = {}): Promise<number> =>
    created('credentials/', {
      ...{ name: `${kind} ${(serial += 1)}`, organization: common['organization'] as Json },
      ...{ credential_type: type[kind] ?? 0, inputs },
    });
  const awsCredential = () => credential('aws', { username: 'u', password: 'p' });

  const scheduled = async (...credentials: readonly number[]): Promise<number> => {
    const body = { name: `schedule ${(serial += 1)}`, rrule: FOR_YEARS };
    const schedule = await created(`job_templates/${template}/schedules/`, body);
    for (const id of credentials) await api.post(`schedules/${schedule}/credentials/`, { id });
    return schedule;
  };

  const credentialsOf = async (job: JsonObject): Promise<readonly number[]> =>
    (await api.list(`jobs/${Number(job['id'])}/credentials/`, {})).map(({ id }) => id).sort((a, b) => a - b);

  beforeAll(async () => {
    for (const { id, namespace } of await api.list('credential_types/', {})) type[textOf(namespace)] = id;
    template = await jobTemplate('credentials', 'stats.yml', { ask_credential_on_launch: true });
    machine = await credential('ssh', { username: 'root' });
    aws = await awsCredential();
    for (const id of [machine, aws]) await api.post(`job_templates/${template}/credentials/`, { id });
  });

  it('are the template’s when the schedule has none, which is then no prompt', async () => {
    const job = await fired(await scheduled());
    expect(job['status']).toBe('successful');
    expect(await credentialsOf(job)).toEqual([machine, aws]);
    const { prompts } = await api.get(`jobs/${Number(job['id'])}/create_schedule/`);
    expect(prompts).toEqual({});
  });

  it('replace one of the same type, and join the others', async () => {
    const [other, first, second] = [
      await awsCredential(),
      await credential('vault', { vault_id: 'a', vault_password: 'x' }),
      await credential('vault', { vault_id: 'b', vault_password: 'y' }),
    ];
    const job = await fired(await scheduled(other, first, second));
    expect(await credentialsOf(job)).toEqual([machine, other, first, second]);
  });

  it('follow the template as it is when the schedule fires', async () => {
    const schedule = await scheduled(await awsCredential());
    const [attached] = await api.list(`schedules/${schedule}/credentials/`, {});
    const replacement = await credential('ssh', { username: 'other' });
    await api.post(`job_templates/${template}/credentials/`, { id: machine, disassociate: true });
    await api.post(`job_templates/${template}/credentials/`, { id: replacement });
    expect(await credentialsOf(await fired(schedule))).toEqual([attached?.id, replacement]);
    await api.patch(`job_templates/${template}/`, { ask_credential_on_launch: false });
    const job = await fired(schedule);
    expect(await credentialsOf(job)).toEqual([aws, replacement]);
    expect((await historyOf(api, `job-${Number(job['id'])}`)).map(({ type: name }) => name)).toContain(
      'PromptRejected',
    );
  });
});
