import { until } from '@testing/runs';
import type { DemoWorld } from './demo-world.js';
import type { LiveApi } from './live-api.js';

/** More than a short page holds. */
const MANY = 8;
const PATIENCE_MS = 60_000;

type Body = Parameters<LiveApi['post']>[1];

/** Makes several of everything, below the objects of the world where they can be. */
export const makeMany = async (api: LiveApi, world: DemoWorld): Promise<void> => {
  for (let number = 0; number < MANY; number += 1) await makeOne(api, world, `many ${number}`);
  await until(async () => {
    const active = await api.get('unified_jobs/?status__in=new,pending,waiting,running&page_size=1');
    return active['count'] === 0;
  }, PATIENCE_MS);
};

const makeOne = async (api: LiveApi, world: DemoWorld, name: string): Promise<void> => {
  const { organization, inventory, group, project, job_template, workflow } = world;
  const made = async (path: string, body: Body) => (await api.post(path, body)).id;
  await made('organizations/', { name });
  const user = await made('users/', { username: name.replace(' ', '-'), password: 'secret of many' });
  const team = await made('teams/', { name, organization });
  await api.post(`teams/${world.team}/users/`, { id: user });
  await api.post(`organizations/${organization}/users/`, { id: user });
  await api.post(`organizations/${organization}/admins/`, { id: user });
  await joinAll(api, world, { team, user });
  await made('inventories/', { name, organization });
  const host = await made('hosts/', { name: name.replace(' ', '-'), inventory });
  await api.post(`groups/${group}/hosts/`, { id: host });
  const below = await made(`groups/${group}/children/`, { name, inventory });
  await api.post(`groups/${below}/hosts/`, { id: world.host });
  await made('projects/', { name, organization, scm_type: 'git', scm_url: 'file:///nowhere' });
  await made('credential_types/', { name, kind: 'cloud' });
  await made('credentials/', { name, organization, credential_type: 1 });
  await made('execution_environments/', { name, image: 'localhost/ee', organization });
  const instances = await made('instance_groups/', { name });
  for (const path of [`organizations/${organization}`, `inventories/${inventory}`, `job_templates/${job_template}`])
    await api.post(`${path}/instance_groups/`, { id: instances });
  for (const path of [
    `job_templates/${job_template}`,
    `workflow_job_templates/${workflow}`,
    `inventories/${inventory}`,
  ])
    await api.post(`${path}/labels/`, { name, organization });
  await made('job_templates/', { name, inventory, project, playbook: 'site.yml' });
  await made('workflow_job_templates/', { name, organization });
  const node = { workflow_job_template: workflow, unified_job_template: job_template };
  await made(`workflow_job_template_nodes/${world.node}/success_nodes/`, node);
  await made('tokens/', {});
  await made(`job_templates/${job_template}/launch/`, {});
  await made(`workflow_job_templates/${workflow}/launch/`, {});
};

/** Roles of some objects for the user of the world, the team of the world, a new team and a new user. */
const joinAll = async (
  api: LiveApi,
  world: DemoWorld,
  { team, user }: { readonly team: number; readonly user: number },
): Promise<void> => {
  const shown = await api.get(`projects/${world.project}/`);
  const { object_roles: roles } = shown['summary_fields'] as { object_roles: Record<string, { id: number }> };
  const role = roles['use_role']?.id ?? 0;
  await api.post(`roles/${role}/users/`, { id: user });
  await api.post(`roles/${role}/teams/`, { id: team });
};
