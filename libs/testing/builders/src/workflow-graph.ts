import type { Edge, EdgeKind, JobNode, SpawnInput, SpawnInputs } from '@domain/workflow-run';
import { launchedData, ref, spawnedBy } from './launched.js';

/** A node of template 8; `node(3, { converge: true })`, `node(4, { template: null })`. */
export const node = (id: number, more: Partial<JobNode> = {}): JobNode => ({
  id,
  templateNode: id + 1000,
  identifier: `node-${id}`,
  template: { id: 8, kind: 'job_template' },
  converge: false,
  prompts: {},
  credentials: [],
  labels: [],
  instanceGroups: [],
  ...more,
});

/** `edges('1 success 2', '1 always 3')` */
export const edges = (...lines: readonly string[]): readonly Edge[] =>
  lines.map((line) => {
    const [from, kind, to] = line.split(' ');
    return { from: Number(from), to: Number(to), kind: kind as EdgeKind };
  });

/** Job id that the inputs below reserve for a node. */
export const jobOf = (nodeId: number): number => nodeId + 400;

/** What the handler would prepare for a node whose template is there. */
export const spawnInput = (nodeId: number, startError: string | null = null): SpawnInput => {
  const trigger = spawnedBy(401, nodeId);
  const launch = launchedData('job', jobOf(nodeId), { launchType: 'workflow', trigger });
  const target = { kind: 'job', template: ref('jt', 8), launch, composition: null, graph: null, startError } as const;
  return { jobId: jobOf(nodeId), target };
};

export const spawnInputs = (...nodeIds: readonly number[]): SpawnInputs =>
  Object.fromEntries(nodeIds.map((id) => [id, spawnInput(id)]));
