import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@testing/runs';
import type { JsonObject } from '@domain/kernel';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { apiOf } from '../live/demo-run.js';
import { historyOf } from '../live/history.js';
import { sendRaw, type Access } from '../live/raw-api.js';

const PATIENCE_MS = 60_000;
const UNDER_WAY: readonly unknown[] = ['new', 'pending', 'waiting', 'running'];

const home: Home = makeHome();
const repository = mkdtempSync(join(tmpdir(), 'cairn-repository-'));
let server: RunningServer | undefined;
let access: Access;
let api: Api;
let inventory: number;

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-C', repository, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...words], {
    encoding: 'utf8',
  }).trim();

/** Puts a playbook that says a word into the repository; the new revision. */
const commit = (word: string): string => {
  const playbook = `- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: {msg: "the word is ${word}"}\n`;
  mkdirSync(join(repository, 'plays'), { recursive: true });
  writeFileSync(join(repository, 'plays/say.yml'), playbook);
  git('add', '.');
  git('commit', '--quiet', '--message', word);
  return git('rev-parse', 'HEAD');
};

const ended = async (path: string): Promise<JsonObject> => {
  let job: JsonObject = {};
  await until(async () => !UNDER_WAY.includes((job = await api.get(path))['status']), PATIENCE_MS);
  return job;
};

const project = async (name: string, fields: JsonObject): Promise<number> => {
  const organization = await api.ensure('organizations/', { name: 'Git' });
  return api.ensure(
    'projects/',
    { name },
    { organization, scm_type: 'git', scm_url: `file://${repository}`, ...fields },
  );
};

const updatesOf = (id: number) => api.list(`projects/${id}/project_updates/`, { order_by: 'id' });

const launched = async (name: string, fields: JsonObject): Promise<JsonObject> => {
  const body = { inventory, playbook: 'plays/say.yml', ...fields };
  const template = await api.ensure('job_templates/', { name }, body);
  const { id } = await api.post(`job_templates/${template}/launch/`, {});
  return ended(`jobs/${Number(id)}/`);
};

const firstUpdate = async (id: number): Promise<JsonObject> => {
  await until(async () => (await updatesOf(id)).length > 0, PATIENCE_MS);
  const [update] = await updatesOf(id);
  return ended(`project_updates/${update?.id}/`);
};

beforeAll(async () => {
  git('init', '--quiet', '--initial-branch=main');
  server = await startServer(home);
  access = { ...home, base: server.base };
  api = apiOf(access);
  const organization = await api.ensure('organizations/', { name: 'Git' });
  inventory = await api.ensure('inventories/', { name: 'here' }, { organization });
  await api.post(`inventories/${inventory}/hosts/`, { name: 'here', variables: 'ansible_connection: local' });
}, 60_000);
afterAll(async () => {
  await server?.stop();
  home.remove();
  rmSync(repository, { recursive: true });
});

describe('projects in git', () => {
  it('are checked out when they are made, and run at the revision that was fetched', async () => {
    const revision = commit('granite');
    const id = await project('plain', {});
    const update = await firstUpdate(id);
    expect(update).toMatchObject({ status: 'successful', scm_revision: revision, launch_type: 'manual' });
    expect(await api.get(`projects/${id}/`)).toMatchObject({ status: 'successful', scm_revision: revision });
    const playbooks = await sendRaw(access, { method: 'GET', path: `projects/${id}/playbooks/` });
    expect(playbooks.body).toEqual(['plays/say.yml']);
    const job = await launched('says granite', { project: id });
    expect(job).toMatchObject({ status: 'successful', scm_revision: revision });
    commit('basalt');
    expect(await launched('says granite', { project: id })).toMatchObject({ scm_revision: revision });
  });

  it('are updated before a job where they ask for it, and the job waits', async () => {
    commit('chalk');
    const id = await project('fresh', { scm_update_on_launch: true });
    await firstUpdate(id);
    const revision = commit('slate');
    const job = await launched('says slate', { project: id });
    expect(job).toMatchObject({ status: 'successful', scm_revision: revision });
    const updates = await updatesOf(id);
    expect(updates.map(({ launch_type: type }) => type)).toEqual(['manual', 'dependency']);
    const linked = (await historyOf(api, `job-${Number(job['id'])}`)).find(({ type }) => type === 'DependenciesLinked');
    expect(linked?.data).toEqual({ dependencies: [{ job: updates[1]?.id, how: 'created', why: 'cache expired' }] });
  });

  it('take jobs with them that need an update which fails', async () => {
    commit('marble');
    const id = await project('lost', { scm_update_on_launch: true });
    await firstUpdate(id);
    await api.patch(`projects/${id}/`, { scm_branch: 'nowhere' });
    await until(async () => (await updatesOf(id)).length === 2, PATIENCE_MS);
    const failed = (await updatesOf(id))[1]?.id;
    expect(await ended(`project_updates/${failed}/`)).toMatchObject({ status: 'failed' });
    const job = await launched('says nothing', { project: id });
    const dependency = (await updatesOf(id)).at(-1)?.id;
    expect(job).toMatchObject({
      status: 'failed',
      started: null,
      job_explanation: `Previous Task Failed: {"job_type": "project_update", "job_name": "lost", "job_id": "${dependency}"}`,
    });
  });

  it('refuse what would not be a place to fetch from', async () => {
    const id = await project('evil', { scm_url: 'ext::sh -c touch% /tmp/cairn-was-here' });
    expect(await firstUpdate(id)).toMatchObject({ status: 'error' });
  });
});
