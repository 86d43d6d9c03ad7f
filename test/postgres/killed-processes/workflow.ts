import type { JsonObject } from '@domain/kernel';
import { isFound, type Api } from '../../../apps/server/src/demo/api.js';
import { layPlaybooks } from '../../../apps/server/src/demo/playbooks.js';
import { PROJECT } from '../../../apps/server/src/demo/plan.js';
import { EDGES, HOW_THEY_END } from '../../worker/eight-nodes.js';

/** Nodes whose jobs take a while, so that processes die in the midst of them. */
const SLOW = ['middle', 'after'];
const SLOW_MS = 900;

/** Makes the workflow of eight nodes over HTTP; its id. */
export const makeWorkflow = async (api: Api, projects: string): Promise<number> => {
  layPlaybooks(projects);
  const create = async (path: string, body: JsonObject): Promise<number> => {
    const made = await api.post(path, body);
    if (!isFound(made)) throw new Error(`${path} answered without an id`);
    return made.id;
  };
  const organization = await create('organizations/', { name: 'Killed' });
  const inventory = await create('inventories/', { name: 'Killed', organization });
  const place = { organization, scm_type: '', local_path: PROJECT.local_path };
  const project = await create('projects/', { name: 'Killed', ...place });
  const usual = { inventory, project, playbook: 'build.yml', allow_simultaneous: true, ask_variables_on_launch: true };
  const quick = await create('job_templates/', { name: 'quick', ...usual });
  const noop = JSON.stringify({ cairn_noop: { duration_ms: SLOW_MS } });
  const slow = await create('job_templates/', { name: 'slow', ...usual, extra_vars: noop });
  const choices = { allow_simultaneous: true, ask_variables_on_launch: true };
  const workflow = await create('workflow_job_templates/', { name: 'Killed', organization, ...choices });
  const ids = new Map<string, number>();
  for (const identifier of Object.keys(HOW_THEY_END)) {
    const template = SLOW.includes(identifier) ? slow : quick;
    const node = { identifier, unified_job_template: template, all_parents_must_converge: identifier === 'join' };
    ids.set(identifier, await create(`workflow_job_templates/${workflow}/workflow_nodes/`, node));
  }
  for (const [from = '', kind = '', to = ''] of EDGES.map((edge) => edge.split(' ')))
    await api.post(`workflow_job_template_nodes/${ids.get(from)}/${kind}_nodes/`, { id: ids.get(to) ?? 0 });
  return workflow;
};
