import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';

const PATIENCE_MS = 60_000;
const UNDER_WAY: readonly unknown[] = ['new', 'pending', 'waiting', 'running'];

const TOKEN = 'token-that-opens-the-cloud';
const ANSWER = 'answer-nobody-else-may-read';
const TYPED = 'vault-password-typed-by-hand';
/** One of each kind: of a credential, of a survey, typed at a launch. */
export const SECRETS = [TOKEN, ANSWER, TYPED];

/** Insists on the secrets without printing one; `no_log` as a careful author would. Waits for a file where one is named. */
const PLAYBOOK = `- hosts: all
  gather_facts: false
  tasks:
    - wait_for:
        path: '{{ gate }}'
        sleep: 1
      when: gate is defined
    - assert:
        that:
          - lookup('env', 'CLOUD_TOKEN') == 'token-' ~ 'that-opens-the-cloud'
          - db_password == 'answer-' ~ 'nobody-else-may-read'
          - lookup('file', lookup('env', 'CLOUD_FILE')) == region ~ ':' ~ lookup('env', 'CLOUD_TOKEN')
        quiet: true
      no_log: true
`;

/** What a launch must bring. */
export const ANSWERS = { extra_vars: { db_password: ANSWER }, credential_passwords: { vault_password: TYPED } };

/** A template whose jobs fail unless every kind of secret reaches them; its id. */
export const makeSecretTemplate = async (api: Api, projects: string): Promise<number> => {
  mkdirSync(join(projects, 'secrets'));
  writeFileSync(join(projects, 'secrets/check.yml'), PLAYBOOK);
  const organization = await api.ensure('organizations/', { name: 'o' });
  const inventory = await api.ensure('inventories/', { name: 'i' }, { organization });
  await api.post(`inventories/${inventory}/hosts/`, { name: 'here', variables: 'ansible_connection: local' });
  const project = await api.ensure('projects/', { name: 'p' }, { organization, scm_type: '', local_path: 'secrets' });
  const fields = { inventory, project, playbook: 'check.yml', survey_enabled: true, ask_variables_on_launch: true };
  const template = await api.ensure('job_templates/', { name: 't' }, fields);
  await api.post(`job_templates/${template}/survey_spec/`, { name: '', description: '', spec: [QUESTION] });
  const type = await api.ensure('credential_types/', { name: 'Cloud' }, CLOUD);
  const cloud = { organization, credential_type: type, inputs: { token: TOKEN, region: 'north' } };
  const [vaultType] = await api.list('credential_types/', { namespace: 'vault' });
  const vault = { organization, credential_type: vaultType?.id ?? 0, inputs: { vault_password: 'ASK' } };
  for (const [name, fields] of Object.entries({ cloud, vault })) {
    const id = await api.ensure('credentials/', { name }, fields);
    await api.post(`job_templates/${template}/credentials/`, { id });
  }
  return template;
};

/** The job as it ended. */
export const endOf = async (api: Api, id: number): Promise<JsonObject> => {
  let job: JsonObject = {};
  await until(async () => !UNDER_WAY.includes((job = await api.get(`jobs/${id}/`))['status']), PATIENCE_MS);
  return job;
};

const QUESTION = {
  ...{ question_name: 'Password', variable: 'db_password', type: 'password', required: true },
  ...{ default: '', min: 0, max: 99 },
};

const CLOUD: JsonObject = {
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
};
