import type { JsonObject } from '@domain/kernel';
import type { Api } from './api.js';
import {
  EDGES,
  GROUPS,
  HOSTS,
  INVENTORY,
  NODES,
  ORGANIZATION,
  PROJECT,
  TEMPLATES,
  UNFINISHED_NAME,
  WORKFLOW,
  WORKFLOW_NAME,
  type TemplatePlan,
} from './plan.js';

type Ids = ReadonlyMap<string, number>;

/**
 * Creates what is missing of the demo and returns the id of its workflow template. The workflow gets its name last, so that
 * a load that was interrupted is taken up again.
 */
export const loadDemo = async (api: Api): Promise<number> => {
  const organization = await api.ensure('organizations/', { name: ORGANIZATION.name }, ORGANIZATION);
  const inventory = await loadInventory(api, organization);
  const project = await api.ensure('projects/', { name: PROJECT.name }, { ...PROJECT, organization });
  const templates = new Map<string, number>();
  for (const plan of TEMPLATES) {
    templates.set(plan.name, await loadTemplate(api, plan, { organization, inventory, project }));
  }
  return loadWorkflow(api, organization, templates);
};

const loadInventory = async (api: Api, organization: number): Promise<number> => {
  const inventory = await api.ensure('inventories/', { name: INVENTORY.name }, { ...INVENTORY, organization });
  const hosts = new Map<string, number>();
  for (const name of HOSTS) hosts.set(name, await api.ensure(`inventories/${inventory}/hosts/`, { name }));
  for (const [name, members] of Object.entries(GROUPS)) {
    const group = await api.ensure(`inventories/${inventory}/groups/`, { name });
    for (const member of members) await api.post(`groups/${group}/hosts/`, { id: idOf(hosts, member) });
  }
  return inventory;
};

const loadTemplate = async (api: Api, plan: TemplatePlan, resources: JsonObject): Promise<number> => {
  const { organization: _, ...own } = resources;
  const fields = { ...own, ...plan.fields, playbook: plan.playbook };
  const id = await api.ensure('job_templates/', { name: plan.name }, fields);
  if (plan.survey) await api.post(`job_templates/${id}/survey_spec/`, surveyOf(plan.survey));
  return id;
};

const loadWorkflow = async (api: Api, organization: number, templates: Ids): Promise<number> => {
  const template = 'workflow_job_templates/';
  const id = await api.ensure(template, { name: UNFINISHED_NAME }, { ...WORKFLOW.fields, organization });
  await api.post(`${template}${id}/survey_spec/`, surveyOf(WORKFLOW.survey));
  await loadGraph(api, `${template}${id}/workflow_nodes/`, templates);
  await api.patch(`${template}${id}/`, { name: WORKFLOW_NAME });
  return id;
};

const loadGraph = async (api: Api, path: string, templates: Ids): Promise<void> => {
  const nodes = new Map<string, number>();
  for (const { identifier, template, fields } of NODES) {
    const body = { ...fields, unified_job_template: idOf(templates, template) };
    nodes.set(identifier, await api.ensure(path, { identifier }, body));
  }
  for (const { from, kind, to } of EDGES) {
    await api.post(`workflow_job_template_nodes/${idOf(nodes, from)}/${kind}_nodes/`, { id: idOf(nodes, to) });
  }
};

const surveyOf = (spec: readonly JsonObject[]): JsonObject => ({ name: '', description: '', spec });

const idOf = (ids: Ids, name: string): number => {
  const id = ids.get(name);
  if (id === undefined) throw new RangeError(`the plan of the demo names "${name}" but does not have it`);
  return id;
};
