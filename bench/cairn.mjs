// Cairn as the measurements see it: what they need is created over HTTP, as any client would.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.mjs';
import { CONVERGING, EDGES, NODES } from './graph.mjs';

const PLAYBOOK = new URL('playbooks/play.yml', import.meta.url).pathname;
const UNDER_WAY = ['new', 'pending', 'waiting', 'running'];

/** Loads one job template and the workflow of the graph, and gives the calls that the measurements make. */
export const prepare = async ({ base, user, password, projects }) => {
  const client = new Client(base, user, password);
  const jobTemplate = await makeJobTemplate(client, projects);
  const workflow = await makeWorkflow(client, jobTemplate);
  const count = async (query) => (await client.get(`${query}&page_size=1`)).count;
  return {
    launch: async () => (await client.post(`workflow_job_templates/${workflow}/launch/`)).id,
    launchJob: async () => (await client.post(`job_templates/${jobTemplate}/launch/`)).id,
    job: (id) => client.get(`jobs/${id}/`),
    workflowJob: (id) => client.get(`workflow_jobs/${id}/`),
    isOver: async (id) => !UNDER_WAY.includes((await client.get(`workflow_jobs/${id}/`)).status),
    unfinished: () => count(`workflow_jobs/?status__in=${UNDER_WAY.join(',')}`),
    tally: async () => ({
      ended: await count('workflow_jobs/?status=successful'),
      others: await count('workflow_jobs/?not__status=successful'),
    }),
    jobTimes: (id) => jobTimes(client, id),
    client,
  };
};

const make = async (client, path, body) => (await client.post(path, body)).id;

const makeJobTemplate = async (client, projects) => {
  mkdirSync(join(projects, 'bench'));
  copyFileSync(PLAYBOOK, join(projects, 'bench/play.yml'));
  const organization = await make(client, 'organizations/', { name: 'Bench' });
  const inventory = await make(client, 'inventories/', { name: 'Bench', organization });
  await make(client, 'hosts/', { name: 'localhost', inventory, variables: 'ansible_connection: local' });
  const project = await make(client, 'projects/', { name: 'Bench', organization, scm_type: '', local_path: 'bench' });
  return make(client, 'job_templates/', {
    name: 'Bench',
    inventory,
    project,
    playbook: 'play.yml',
    extra_vars: 'word: stone',
    allow_simultaneous: true,
  });
};

const makeWorkflow = async (client, jobTemplate) => {
  const workflow = await make(client, 'workflow_job_templates/', { name: 'Bench', allow_simultaneous: true });
  const ids = new Map();
  for (const identifier of NODES) {
    const node = {
      identifier,
      unified_job_template: jobTemplate,
      all_parents_must_converge: CONVERGING.has(identifier),
    };
    ids.set(identifier, await make(client, `workflow_job_templates/${workflow}/workflow_nodes/`, node));
  }
  for (const [from, kind, to] of EDGES) {
    await client.post(`workflow_job_template_nodes/${ids.get(from)}/${kind}_nodes/`, { id: ids.get(to) });
  }
  return workflow;
};

/** Milliseconds at which each job began and ended, by node: the times of their events. */
const jobTimes = async (client, id) => {
  const nodes = await client.get(`workflow_jobs/${id}/workflow_nodes/?page_size=50`);
  const ran = nodes.results.filter(({ job }) => job !== null);
  const jobs = await client.get(`jobs/?page_size=50&id__in=${ran.map(({ job }) => job).join(',')}`);
  const byId = new Map(jobs.results.map((job) => [job.id, job]));
  return ran.map(({ identifier, job }) => ({
    node: identifier,
    started: milliseconds(byId.get(job).started),
    finished: milliseconds(byId.get(job).finished),
  }));
};

/** With the microseconds that Date leaves out. */
const milliseconds = (text) => Date.parse(text) + Number(/\.\d{3}(\d*)/.exec(text)?.[1].padEnd(3, '0') ?? 0) / 1000;

/** Asks until the answer is yes. */
export const until = async (condition, everyMs, patienceMs = 120_000) => {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(everyMs)) {
    if (await condition()) return;
  }
  throw new Error('gave up waiting');
};
