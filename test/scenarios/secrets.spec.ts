import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@testing/runs';
import type { JsonObject } from '@domain/kernel';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { filesBelow } from '../live/everywhere.js';

const PATIENCE_MS = 60_000;
const UNDER_WAY: readonly unknown[] = ['new', 'pending', 'waiting', 'running'];

const TOKEN = 'token-that-opens-the-cloud';
const ANSWER = 'answer-nobody-else-may-read';
const TYPED = 'vault-password-typed-by-hand';
const SECRETS = [TOKEN, ANSWER, TYPED];

/** Insists on the secrets without printing one; `no_log` as a careful author would. */
const PLAYBOOK = `- hosts: all
  gather_facts: false
  tasks:
    - assert:
        that:
          - lookup('env', 'CLOUD_TOKEN') == 'token-' ~ 'that-opens-the-cloud'
          - db_password == 'answer-' ~ 'nobody-else-may-read'
          - lookup('file', lookup('env', 'CLOUD_FILE')) == region ~ ':' ~ lookup('env', 'CLOUD_TOKEN')
        quiet: true
      no_log: true
`;

const home: Home = makeHome();
let server: RunningServer | undefined;
let api: Api;
let template: number;

const ids = async (path: string, key: Readonly<Record<string, string>>): Promise<number> =>
  (await api.list(path, key))[0]?.id ?? 0;

beforeAll(async () => {
  server = await startServer(home);
  api = apiOf({ ...home, base: server.base });
  mkdirSync(join(home.projects, 'secrets'));
  writeFileSync(join(home.projects, 'secrets/check.yml'), PLAYBOOK);
  const organization = await api.ensure('organizations/', { name: 'o' });
  const inventory = await api.ensure('inventories/', { name: 'i' }, { organization });
  await api.post(`inventories/${inventory}/hosts/`, { name: 'here', variables: 'ansible_connection: local' });
  const project = await api.ensure('projects/', { name: 'p' }, { organization, scm_type: '', local_path: 'secrets' });
  template = await api.ensure(
    'job_templates/',
    { name: 't' },
    { inventory, project, playbook: 'check.yml', survey_enabled: true },
  );
  await api.post(`job_templates/${template}/survey_spec/`, {
    name: '',
    description: '',
    spec: [
      {
        question_name: 'Password',
        variable: 'db_password',
        type: 'password',
        required: true,
        default: '',
        min: 0,
        max: 99,
      },
    ],
  });
  const type = await api.ensure(
    'credential_types/',
    { name: 'Cloud' },
    {
      kind: 'cloud',
      inputs: {
        fields: [
          { id: 'token', label: 'Token', secret: true },
          { id: 'region', label: 'Region' },
        ],
      },
      injectors: {
        env: { CLOUD_TOKEN: '{{ token }}', CLOUD_FILE: '{{ tower.filename }}' },
        file: { template: '{{ region }}:{{ token }}' },
        extra_vars: { region: '{{ region }}' },
      },
    },
  );
  const cloud = { organization, credential_type: type, inputs: { token: TOKEN, region: 'north' } };
  await attach(await api.ensure('credentials/', { name: 'cloud' }, cloud));
  const vaultType = await ids('credential_types/', { namespace: 'vault' });
  const vault = { organization, credential_type: vaultType, inputs: { vault_password: 'ASK' } };
  await attach(await api.ensure('credentials/', { name: 'vault' }, vault));
}, 60_000);
afterAll(async () => {
  await server?.stop();
  home.remove();
});

const attach = (id: number) => api.post(`job_templates/${template}/credentials/`, { id });

describe('secrets', () => {
  let job: JsonObject = {};

  it('reach the play that needs them', async () => {
    const { id } = await api.post(`job_templates/${template}/launch/`, {
      extra_vars: { db_password: ANSWER },
      credential_passwords: { vault_password: TYPED },
    });
    await until(async () => !UNDER_WAY.includes((job = await api.get(`jobs/${Number(id)}/`))['status']), PATIENCE_MS);
    expect(job).toMatchObject({ status: 'successful', extra_vars: '{"db_password": "$encrypted$"}' });
    expect(job['job_env']).toMatchObject({ CLOUD_TOKEN: '**********' });
  });

  it('are in no view of the job, of its credential, of its history or provenance', async () => {
    const id = Number(job['id']);
    const views = [
      `jobs/${id}/`,
      `jobs/${id}/job_events/?page_size=200`,
      `jobs/${id}/provenance/`,
      `event_history/?page_size=200&stream=job-${id}`,
      'event_history/?page_size=200&order=desc',
      'credentials/',
      `job_templates/${template}/survey_spec/`,
    ];
    for (const view of views) {
      const text = JSON.stringify(await api.get(view));
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
  });

  it('are in the clear in no file that stays', async () => {
    await until(() => Promise.resolve(!filesBelow(home.data).some((file) => file.includes('/runs/'))), PATIENCE_MS);
    for (const file of filesBelow(home.data)) {
      const content = readFileSync(file);
      for (const secret of SECRETS) expect({ file, holds: content.includes(secret) }).toEqual({ file, holds: false });
    }
    expect(server?.output).not.toMatch(new RegExp(SECRETS.join('|')));
  });

  it('are asked for where a launch does not bring them', async () => {
    const launch = api.post(`job_templates/${template}/launch/`, { extra_vars: { db_password: ANSWER } });
    await expect(launch).rejects.toThrow(/passwords_needed_to_start/);
  });
});
