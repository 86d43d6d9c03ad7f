import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { isFound, textOf, type Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { Canaries, commandLines } from '../live/canary.js';
import { Crawler } from '../live/crawler.js';
import { apiOf, untilEnded } from '../live/demo-run.js';
import { filesBelow } from '../live/everywhere.js';
import { OtherDoors } from '../live/other-doors.js';

/** A distinct marker in every field that holds a secret, a run that uses them all, and a search of everything for each of them. */

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 15;

/** Long enough for the process list to be looked at while everything is there. */
const PLAYBOOK = `- hosts: all
  gather_facts: false
  tasks:
    - assert: {that: ["answer | length > 20", "node_answer is undefined or node_answer | length > 20"], quiet: true}
      no_log: true
    - wait_for: {timeout: 1}
`;

/** Kinds of credentials that a job template takes. */
const ATTACHABLE: readonly Json[] = ['ssh', 'vault', 'cloud', 'net', 'kubernetes'];

const canaries = new Canaries();
const seen = new Set<string>();
const temporary = mkdtempSync(join(tmpdir(), 'cairn-canaries-'));
const home: Home = makeHome();
let server: RunningServer;
let api: Api;
let organization: number;
let template: number;
let flow: number;
let watch: NodeJS.Timeout;

const created = async (path: string, body: JsonObject): Promise<number> => {
  const object = await api.post(path, body);
  if (!isFound(object)) throw new Error(`${path} answered without an id`);
  return object.id;
};

const survey = (path: string, ...variables: readonly string[]): Promise<JsonObject> =>
  api.post(`${path}survey_spec/`, {
    ...{ name: '', description: '' },
    spec: variables.map((variable) => ({
      ...{ question_name: variable, variable, type: 'password', required: false, min: 0, max: 99 },
      default: canaries.of(`survey default of ${path} ${variable}`),
    })),
  });

const fieldsOf = (type: JsonObject): readonly JsonObject[] => {
  const fields = isJsonObject(type['inputs']) ? type['inputs']['fields'] : [];
  return Array.isArray(fields) ? fields.filter(isJsonObject) : [];
};

const firstChoice = ({ choices }: JsonObject): Json | undefined =>
  (Array.isArray(choices) ? choices.at(0) : undefined) as Json | undefined;

/** All inputs of a type filled in, each secret with a canary of its own. */
const filled = (type: JsonObject): JsonObject => {
  const name = textOf(type['namespace']);
  const entries = fieldsOf(type).map((field): [string, Json] => {
    const id = textOf(field['id']);
    if (field['type'] === 'boolean') return [id, true];
    if (field['secret'] !== true) return [id, firstChoice(field) ?? `${id}-text`];
    return [
      id,
      field['format'] === 'ssh_private_key' ? canaries.privateKey(`${name} ${id}`) : canaries.of(`${name} ${id}`),
    ];
  });
  return Object.fromEntries(entries.filter(([id]) => !DEPENDENT.includes(`${name} ${id}`)));
};

/** Inputs that another one excludes: the key here has no passphrase, and methods of escalation are not invented. */
const DEPENDENT = [
  'ssh ssh_key_unlock',
  'scm ssh_key_unlock',
  'net ssh_key_unlock',
  'ssh become_method',
  'ssh ssh_public_key_data',
];

const credentialsOfAllTypes = async (): Promise<void> => {
  for (const type of await api.list('credential_types/', { order_by: 'id' })) {
    const name = textOf(type['namespace']);
    const id = await created('credentials/', {
      ...{ name: `all of ${name}`, organization, credential_type: type.id, inputs: filled(type) },
    });
    if (ATTACHABLE.includes(type['kind'] ?? '') && name !== 'vault')
      await api.post(`job_templates/${template}/credentials/`, { id });
  }
};

const userWith = async (username: string, more: JsonObject = {}): Promise<number> =>
  created('users/', { username, password: canaries.of(`password of ${username}`), ...more });

const grant = async (user: number, path: string, role: string): Promise<void> => {
  const { summary_fields: summary } = await api.get(path);
  const { object_roles: roles } = summary as { object_roles: Record<string, { id: number }> };
  await api.post(`users/${user}/roles/`, { id: roles[`${role}_role`]?.id ?? 0 });
};

const VIEWERS = ['auditor', 'org-admin', 'executor', 'stranger'];
const passwords = new Map<string, string>();

const viewers = async (): Promise<void> => {
  for (const username of VIEWERS) {
    const password = canaries.of(`password of ${username}`);
    passwords.set(username, password);
    await created('users/', { username, password, is_system_auditor: username === 'auditor' });
  }
  const id = async (username: string) => (await api.list('users/', { username }))[0]?.id ?? 0;
  await grant(await id('org-admin'), `organizations/${organization}/`, 'admin');
  await grant(await id('executor'), `job_templates/${template}/`, 'execute');
};

const launches = async (): Promise<void> => {
  const vault = (await api.list('credential_types/', { namespace: 'vault' }))[0]?.id ?? 0;
  const asks = {
    name: 'typed vault',
    organization,
    credential_type: vault,
    inputs: { vault_password: 'ASK', vault_id: 'v' },
  };
  await api.post(`job_templates/${template}/credentials/`, { id: await created('credentials/', asks) });
  const { id } = await api.post(`job_templates/${template}/launch/`, {
    extra_vars: { answer: canaries.of('answer of a launch') },
    credential_passwords: { 'vault_password.v': canaries.of('typed vault password') },
  });
  await until(async () => (await api.get(`jobs/${Number(id)}/`))['finished'] !== null, PATIENCE_MS);
  await api.post(`job_templates/${template}/credentials/`, { id: await lastCredential(), disassociate: true });
  const run = await api.post(`workflow_job_templates/${flow}/launch/`, {
    extra_vars: { flow_answer: canaries.of('answer of a workflow launch') },
  });
  expect(await untilEnded(api, Number(run['id']))).toMatchObject({ status: 'successful' });
  expect((await api.get(`jobs/${Number(id)}/`))['status']).toBe('successful');
};

/**
 * A schedule with an answer fires, the first job is launched once more, and hosts get a key to ask for theirs.
 * The id of a job that has a secret answer and was not asked for passwords.
 */
const laterLaunches = async (): Promise<number> => {
  const soon = new Date(Date.now() + 2_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const schedule = await created(`job_templates/${template}/schedules/`, {
    ...{ name: 's', rrule: `DTSTART:${soon} RRULE:FREQ=DAILY;INTERVAL=1;COUNT=1` },
    extra_data: { answer: canaries.of('answer of a schedule') },
  });
  const [first] = await api.list('jobs/', { order_by: 'id' });
  const credential_passwords = { 'vault_password.v': canaries.of('password typed again') };
  const again = await api.post(`jobs/${first?.id}/relaunch/`, { credential_passwords });
  await api.patch(`job_templates/${template}/`, { host_config_key: 'shown-to-readers' });
  await until(async () => (await api.get(`jobs/${Number(again['id'])}/`))['finished'] !== null, PATIENCE_MS);
  await until(
    async () => (await api.list(`schedules/${schedule}/jobs/`, { finished__isnull: 'false' })).length > 0,
    PATIENCE_MS,
  );
  const [scheduled] = await api.list('jobs/', { launch_type: 'scheduled' });
  expect(scheduled?.['status']).toBe('successful');
  expect((await api.get(`jobs/${Number(again['id'])}/`))['status']).toBe('successful');
  return scheduled?.id ?? 0;
};

const cookieOf = (answer: Response, name: string): string =>
  answer.headers
    .getSetCookie()
    .map((text) => new RegExp(`^${name}=([^;]+)`).exec(text)?.[1] ?? '')
    .find((text) => text !== '') ?? '';

/** What clients are given once: a token, the secret of an application, a session. */
const keysOfClients = async (): Promise<number> => {
  const token = await api.post('tokens/', { description: 'canary', scope: 'write' });
  canaries.watch('token', textOf(token['token']));
  const grant = { client_type: 'confidential', authorization_grant_type: 'password' };
  const application = await api.post('applications/', { name: 'a', organization, ...grant });
  canaries.watch('secret of an application', textOf(application['client_secret']));
  const csrf = cookieOf(await fetch(`${server.base}/api/login/`), 'csrftoken');
  const answer = await fetch(`${server.base}/api/login/`, {
    ...{ method: 'POST', redirect: 'manual' },
    headers: { cookie: `csrftoken=${csrf}`, 'x-csrftoken': csrf },
    body: new URLSearchParams({ username: home.user, password: home.password, next: '/api/' }),
  });
  canaries.watch('session', cookieOf(answer, 'awx_sessionid'));
  expect(canaries.names).toEqual(expect.arrayContaining(['token', 'secret of an application', 'session']));
  return Number(application['id']);
};

const lastCredential = async (): Promise<number> => (await api.list('credentials/', { order_by: '-id' }))[0]?.id ?? 0;

beforeAll(async () => {
  server = await startServer(home, { TMPDIR: temporary });
  watch = setInterval(() => canaries.foundIn(commandLines()).forEach((name) => seen.add(name)), LOOK_EVERY_MS);
  api = apiOf({ ...home, base: server.base });
  canaries.watch('password of admin', home.password);
  mkdirSync(join(home.projects, 'canaries'));
  writeFileSync(join(home.projects, 'canaries/play.yml'), PLAYBOOK);
  organization = await created('organizations/', { name: 'o' });
  const inventory = await created('inventories/', { name: 'i', organization });
  await api.post(`inventories/${inventory}/hosts/`, { name: 'here', variables: 'ansible_connection: local' });
  const project = await created('projects/', { name: 'p', organization, scm_type: '', local_path: 'canaries' });
  const common = { inventory, project, playbook: 'play.yml', survey_enabled: true };
  template = await created('job_templates/', { name: 't', ...common });
  await survey(`job_templates/${template}/`, 'answer', 'node_answer');
  flow = await created('workflow_job_templates/', { name: 'w', organization, survey_enabled: true });
  await survey(`workflow_job_templates/${flow}/`, 'flow_answer');
  await credentialsOfAllTypes();
  await created(`workflow_job_templates/${flow}/workflow_nodes/`, {
    ...{ unified_job_template: template, extra_data: { node_answer: canaries.of('answer of a node') } },
  });
  await viewers();
  const user = await userWith('changed');
  const application = await keysOfClients();
  await launches();
  const job = await laterLaunches();
  const access = { ...home, base: server.base };
  await new OtherDoors(access, api, canaries).knock({ template, flow, job, application, user });
}, 2 * PATIENCE_MS);
afterAll(async () => {
  clearInterval(watch);
  await server.stop();
  home.remove();
  rmSync(temporary, { recursive: true });
});

describe('secrets of every kind', () => {
  it('were on no command line while they were used', () => expect([...seen]).toEqual([]));

  it.each(['admin', ...VIEWERS])(
    'are in no answer that %s gets',
    async (user) => {
      const password = passwords.get(user) ?? home.password;
      const crawler = new Crawler({ base: server.base, user, password });
      const found: string[] = [];
      for await (const { path, text } of crawler.everything()) {
        found.push(...canaries.foundIn(text).map((name) => `${path}: ${name}`));
      }
      expect(crawler.count).toBeGreaterThan(20);
      expect(found).toEqual([]);
    },
    180_000,
  );

  it('are in nothing the server says, and in no file it keeps or forgot', async () => {
    expect(canaries.foundIn(server.output)).toEqual([]);
    await until(() => Promise.resolve(!filesBelow(home.data).some((file) => file.includes('/runs/'))), PATIENCE_MS);
    const files = [...filesBelow(home.data), ...filesBelow(temporary)];
    expect(files.flatMap((file) => canaries.foundIn(readFileSync(file)).map((name) => `${file}: ${name}`))).toEqual([]);
  });

  it('would be found if they were there', () => {
    const probe = new Canaries();
    const secret = probe.of('probe');
    const written = [secret, ` ${Buffer.from(`x${secret}y`).toString('base64')} `, Buffer.from(secret).toString('hex')];
    expect(written.map((text) => probe.foundIn(text).length > 0)).toEqual([true, true, true]);
    expect(probe.foundIn('nothing')).toEqual([]);
  });
});
