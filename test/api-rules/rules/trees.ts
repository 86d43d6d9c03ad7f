import type { LiveApi } from '../live-api.js';

/** Hosts of an inventory `Trees`, for lists: name, description, enabled. */
const TREES = [
  ['ash', 'even tree', true],
  ['birch', 'odd', true],
  ['cedar', 'even tree', true],
  ['elm', 'odd', false],
  ['fir', 'even tree', true],
  ['oak', 'odd', true],
  ['Ölbaum', 'Größe 50% \\ _', true],
] as const;

/** Ids of what the rules of lists are shown with. */
export interface Trees {
  readonly wood: number;
  readonly trees: number;
  readonly ash: number;
  readonly needles: number;
  readonly leaves: number;
  readonly pine: number;
}

/** An organization `Wood` with an inventory `Trees`, two groups and two labelled templates. */
export const plantTrees = async (api: LiveApi, project: number): Promise<Trees> => {
  const made = async (path: string, body: Parameters<LiveApi['post']>[1]) => (await api.post(path, body)).id;
  const wood = await made('organizations/', { name: 'Wood' });
  const trees = await made('inventories/', { name: 'Trees', organization: wood });
  const ids: Record<string, number> = {};
  for (const [name, description, enabled] of TREES)
    ids[name] = await made('hosts/', { name, description, enabled, inventory: trees });
  const leaves = await made('groups/', { name: 'leaves', inventory: trees });
  const needles = await made('groups/', { name: 'needles', inventory: trees });
  for (const name of ['ash', 'birch', 'oak']) await api.post(`groups/${leaves}/hosts/`, { id: ids[name] ?? 0 });
  for (const name of ['cedar', 'fir', 'ash']) await api.post(`groups/${needles}/hosts/`, { id: ids[name] ?? 0 });
  const pine = await made('job_templates/', { name: 'Pine', inventory: trees, project, playbook: 'site.yml' });
  for (const name of ['red', 'blue']) await api.post(`job_templates/${pine}/labels/`, { name, organization: wood });
  const other = await made('job_templates/', { name: 'Larch', inventory: trees, project, playbook: 'site.yml' });
  await api.post(`job_templates/${other}/labels/`, { name: 'red', organization: wood });
  return { wood, trees, ash: ids['ash'] ?? 0, leaves, needles, pine };
};
