import { until } from '@testing/runs';
import type { LiveApi } from './live-api.js';

const PATIENCE_MS = 30_000;

type Made =
  | 'organization'
  | 'team'
  | 'user'
  | 'inventory'
  | 'group'
  | 'child'
  | 'host'
  | 'project'
  | 'credential'
  | 'label'
  | 'execution_environment'
  | 'instance_group'
  | 'credential_type'
  | 'job_template'
  | 'workflow'
  | 'node'
  | 'job'
  | 'workflow_job';

/** Ids of one object of each kind, some of them connected, and of jobs that ran. */
export type DemoWorld = Readonly<Record<Made, number>>;

const survey = {
  name: '',
  description: '',
  spec: [{ type: 'text', question_name: 'q', question_description: '', variable: 'q', required: false, default: 'x' }],
};

/** Makes an object of each kind, and lets a job and a workflow run. */
export const demoWorld = async (api: LiveApi): Promise<DemoWorld> => {
  const made = async (path: string, body: Parameters<LiveApi['post']>[1]) => (await api.post(path, body)).id;
  const organization = await made('organizations/', { name: 'Demo' });
  const user = await made('users/', { username: 'ann', password: 'secret of ann' });
  const team = await made('teams/', { name: 'Team', organization });
  await api.post(`teams/${team}/users/`, { id: user });
  const inventory = await made('inventories/', { name: 'Inventory', organization, variables: 'a: 1' });
  const group = await made('groups/', { name: 'group', inventory });
  const child = await made(`groups/${group}/children/`, { name: 'child', inventory });
  const host = await made(`groups/${child}/hosts/`, {
    name: 'web1',
    inventory,
    variables: 'ansible_connection: local',
  });
  const project = await made('projects/', { name: 'Project', organization, local_path: 'demo' });
  const types = await api.get('credential_types/?namespace=ssh');
  const [{ id: machine }] = types['results'] as [{ id: number }];
  const credential = await made('credentials/', { name: 'Machine', organization, credential_type: machine });
  const credential_type = await made('credential_types/', { name: 'Own', kind: 'cloud' });
  const execution_environment = await made('execution_environments/', {
    name: 'EE',
    image: 'localhost/ee',
    organization,
  });
  const instance_group = await made('instance_groups/', { name: 'ig' });
  const job_template = await made('job_templates/', { name: 'Template', inventory, project, playbook: 'site.yml' });
  const label = await made(`job_templates/${job_template}/labels/`, { name: 'label', organization });
  await api.post(`job_templates/${job_template}/credentials/`, { id: credential });
  await api.post(`job_templates/${job_template}/survey_spec/`, survey);
  const workflow = await made('workflow_job_templates/', { name: 'Workflow', organization });
  const node = await made('workflow_job_template_nodes/', {
    workflow_job_template: workflow,
    identifier: 'first',
    unified_job_template: job_template,
  });
  const job = await ended(api, 'jobs', await made(`job_templates/${job_template}/launch/`, {}));
  const launched = await made(`workflow_job_templates/${workflow}/launch/`, {});
  const workflow_job = await ended(api, 'workflow_jobs', launched);
  return {
    ...{ organization, team, user, inventory, group, child, host, project, credential, label, credential_type },
    ...{ execution_environment, instance_group, job_template, workflow, node, job, workflow_job },
  };
};

const ended = async (api: LiveApi, path: string, id: number): Promise<number> => {
  await until(async () => (await api.get(`${path}/${id}/`))['finished'] !== null, PATIENCE_MS);
  return id;
};
