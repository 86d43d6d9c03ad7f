import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { Api, isFound, textOf } from '../../apps/server/src/demo/api.js';
import { loadDemo } from '../../apps/server/src/demo/load.js';
import { LAUNCH } from '../../apps/server/src/demo/plan.js';
import { layPlaybooks } from '../../apps/server/src/demo/playbooks.js';
import type { Access } from './raw-api.js';

const UNDER_WAY = ['new', 'pending', 'waiting', 'running'];
const PATIENCE_MS = 90_000;

export const apiOf = ({ base, user, password }: Access): Api => new Api({ url: base, user, password });

/** Loads the demo as the program itself does, without launching it; the id of its workflow template. */
export const loadedDemo = async (access: Access & { readonly projects: string }): Promise<number> => {
  layPlaybooks(access.projects);
  return loadDemo(apiOf(access));
};

/** Launches the demo's workflow with variables beside its usual ones; the id of the workflow job. */
export const launchDemo = async (api: Api, template: number, variables: JsonObject = {}): Promise<number> => {
  const usual = isJsonObject(LAUNCH['extra_vars']) ? LAUNCH['extra_vars'] : {};
  const body = { extra_vars: { ...usual, ...variables } };
  const launched = await api.post(`workflow_job_templates/${template}/launch/`, body);
  if (!isFound(launched)) throw new Error('launched without an id');
  return launched.id;
};

export const untilEnded = async (api: Api, id: number): Promise<JsonObject> => {
  let job: JsonObject = {};
  await until(
    async () => !UNDER_WAY.includes(textOf((job = await api.get(`workflow_jobs/${id}/`))['status'])),
    PATIENCE_MS,
  );
  return job;
};

/** How one node of a run ended. */
export interface NodeEnd {
  readonly job: number | null;
  /** `skipped`, `undecided`, or the status of its job. */
  readonly state: string;
}

export const nodesOf = async (api: Api, id: number): Promise<ReadonlyMap<string, NodeEnd>> => {
  const nodes = await api.list(`workflow_jobs/${id}/workflow_nodes/`, {});
  return new Map(nodes.map((node) => [textOf(node['identifier']), nodeEnd(node)]));
};

/** By identifier, for comparing with what is expected. */
export const statesOf = (nodes: ReadonlyMap<string, NodeEnd>): Readonly<Record<string, string>> =>
  Object.fromEntries([...nodes].map(([identifier, { state }]) => [identifier, state]));

/** The job of a node that ran. */
export const jobOf = async (api: Api, nodes: ReadonlyMap<string, NodeEnd>, identifier: string): Promise<JsonObject> => {
  const job = nodes.get(identifier)?.job;
  if (typeof job !== 'number') throw new Error(`${identifier} has no job`);
  return api.get(`jobs/${job}/`);
};

const nodeEnd = (node: JsonObject): NodeEnd => {
  if (typeof node['job'] !== 'number')
    return { job: null, state: node['do_not_run'] === true ? 'skipped' : 'undecided' };
  return { job: node['job'], state: textOf(at(node, 'summary_fields', 'job', 'status')) };
};

const at = (value: Json | undefined, ...path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((found, key) => (isJsonObject(found) ? found[key] : undefined), value);
