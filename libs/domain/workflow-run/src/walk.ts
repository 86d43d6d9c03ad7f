import { inheritedBy, NOTHING } from './artifacts.js';
import type { PlannedNode } from './graph.js';
import { evidenceFor, judge } from './judge.js';
import type {
  ArtifactsMergedData,
  Evidence,
  JobNode,
  SkipRule,
  SpawnInputs,
  SpawnTarget,
  WorkflowRunEvent,
} from './messages.js';
import { endOf, outcomeOf } from './outcome.js';
import type { Inherited, NodeProgress, OpenRun } from './state.js';

/** A node that spawns as soon as its input is known. */
export interface RunnableNode {
  readonly node: JobNode;
  /** Artifacts it takes over from its parents; empty for roots. */
  readonly inherited: ArtifactsMergedData['result'];
  readonly origins: ArtifactsMergedData['origins'];
}

export interface Walk {
  readonly events: readonly WorkflowRunEvent[];
  /** Nodes that would run, but whose input was not given. */
  readonly runnable: readonly RunnableNode[];
}

interface Walking {
  readonly progress: Map<number, NodeProgress>;
  readonly events: WorkflowRunEvent[];
  readonly runnable: RunnableNode[];
}

/**
 * One walk over a running workflow (spec workflows.md §3.3): every node after its parents, so that one pass carries skips
 * and missing templates to the leaves. Steps cost one visit per node and edge.
 */
export const walk = (run: OpenRun, spawn: SpawnInputs): Walk => {
  const walking: Walking = { progress: new Map(run.nodes.entries()), events: [], runnable: [] };
  for (const planned of run.plan) {
    if (walking.progress.has(planned.node.id)) continue;
    if (run.cancelRequested) skip(walking, planned.node, 'workflow_canceled', evidenceFor(planned, walking.progress));
    else visit(walking, planned, spawn);
  }
  const end = endAfter(run, walking);
  if (end) walking.events.push(end);
  return walking;
};

const visit = (walking: Walking, planned: PlannedNode, spawn: SpawnInputs): void => {
  const { node } = planned;
  const parents = evidenceFor(planned, walking.progress);
  const verdict = judge(node.converge, parents);
  if (verdict === 'wait') return;
  if (verdict !== 'run') return skip(walking, node, verdict, parents);
  const input = spawn[node.id];
  if (node.template === null || input?.target === null) return miss(walking, node);
  const inherited = inheritedBy(planned, walking.progress);
  if (input) return spawnNode(walking, { node, parents, inherited, job: input.jobId, target: input.target });
  const { values, origins } = inherited ?? NOTHING;
  walking.runnable.push({ node, inherited: values, origins });
};

interface Spawning {
  readonly node: JobNode;
  readonly parents: readonly Evidence[];
  readonly inherited: Inherited | null;
  readonly job: number;
  readonly target: SpawnTarget;
}

const spawnNode = (walking: Walking, { node, parents, inherited, job: jobId, target }: Spawning): void => {
  const { kind, ...launch } = target;
  const { id, identifier } = node;
  const job = { kind, id: jobId };
  if (inherited) walking.events.push(mergedFor(node, inherited));
  walking.events.push({ type: 'NodeSpawned', data: { node: id, identifier, job, parents, ...launch } });
  walking.progress.set(id, { state: 'active', job, inherited });
};

const mergedFor = ({ id }: JobNode, { values, origins }: Inherited): WorkflowRunEvent => ({
  type: 'ArtifactsMerged',
  data: { node: id, result: values, origins },
});

const skip = (walking: Walking, node: JobNode, rule: SkipRule, evidence: readonly Evidence[]): void => {
  const { id, identifier } = node;
  walking.events.push({ type: 'NodeSkipped', data: { node: id, identifier, rule, evidence } });
  walking.progress.set(id, { state: 'skipped' });
};

/** A reached node without template is decided at once, as failed. */
const miss = (walking: Walking, { id, identifier }: JobNode): void => {
  walking.events.push({ type: 'NodeTemplateMissing', data: { node: id, identifier } });
  walking.progress.set(id, { state: 'missing' });
};

const endAfter = (run: OpenRun, { progress }: Walking): WorkflowRunEvent | null => {
  const isOver = run.plan.every(({ node }) => (progress.get(node.id)?.state ?? 'active') !== 'active');
  if (!isOver) return null;
  const data = run.cancelRequested ? endOf(run, 'canceled', '', progress) : outcomeOf(run, progress);
  return { type: 'WorkflowJobFinished', data };
};
