// One of each, made over HTTP as any client would: the rows of the views are those that the projections write.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../cairn.mjs';
import { Client } from '../client.mjs';

const PLAYBOOK = new URL('../playbooks/play.yml', import.meta.url).pathname;
const OVER = ['successful', 'failed', 'error', 'canceled'];
const PASSWORD = 'lists at size';

/** The user who reads the lists. */
export const READER = { user: 'reader', password: PASSWORD };

/** One organization with all that the lists show; the ids of everything in it. */
export const makeSeed = async (access, name) => {
  const client = new Client(access.base, access.user, access.password);
  const make = async (path, body) => (await client.post(path, body)).id;
  mkdirSync(join(access.projects, name));
  copyFileSync(PLAYBOOK, join(access.projects, name, 'play.yml'));
  const organization = await make('organizations/', { name });
  const inventory = await make('inventories/', { name: `${name} inventory`, organization });
  const host = await make('hosts/', { name: `${name}-host`, inventory, variables: 'ansible_connection: local' });
  const group = await make('groups/', { name: `${name} group`, inventory });
  await client.post(`groups/${group}/hosts/`, { id: host });
  const project = await make('projects/', { name: `${name} project`, organization, scm_type: '', local_path: name });
  const template = await make('job_templates/', {
    ...{ name: `${name} template`, inventory, project, playbook: 'play.yml', extra_vars: 'word: stone' },
    allow_simultaneous: true,
  });
  const credential = await make('credentials/', { name: `${name} key`, organization, credential_type: 1, inputs: {} });
  await client.post(`job_templates/${template}/credentials/`, { id: credential });
  const label = await make('labels/', { name: `${name} label`, organization });
  await client.post(`job_templates/${template}/labels/`, { id: label });
  const user = await make('users/', { username: `${name}-user`, password: PASSWORD });
  const team = await make('teams/', { name: `${name} team`, organization });
  const job = await make(`job_templates/${template}/launch/`);
  await until(async () => OVER.includes((await client.get(`jobs/${job}/`)).status), 20);
  client.close();
  return { organization, inventory, host, group, project, template, credential, label, user, team, job };
};

/** The reader has no role yet. */
export const makeReader = async (access) => {
  const client = new Client(access.base, access.user, access.password);
  const { id } = await client.post('users/', { username: READER.user, password: READER.password });
  client.close();
  return id;
};
