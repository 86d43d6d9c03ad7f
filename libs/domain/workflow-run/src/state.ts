import { IntegerMap, type JsonObject } from '@domain/kernel';
import type { FinalStatus, JobKind, LaunchedData } from '@domain/launch';
import { type Plan, planOf } from './graph.js';
import type { ArtifactsMergedData, NodeFinishedData, NodeSpawnedData, WorkflowRunEvent } from './messages.js';

/** What a node took over from its parents; it hands this on to its children, below its own artifacts. */
export interface Inherited {
  readonly values: JsonObject;
  readonly origins: ArtifactsMergedData['origins'];
}

interface Spawned {
  readonly job: { readonly kind: JobKind; readonly id: number };
  readonly inherited: Inherited | null;
}

/** A node that has an entry of its own is decided or at work; one without is undecided (spec workflows.md §3.2). */
export type NodeProgress =
  | { readonly state: 'merged'; readonly inherited: Inherited }
  | ({ readonly state: 'active' } & Spawned)
  | ({
      readonly state: 'finished';
      readonly status: FinalStatus;
      readonly finishedAt: string;
      readonly artifacts: JsonObject | null;
    } & Spawned)
  | { readonly state: 'skipped' }
  | { readonly state: 'missing' };

/** A workflow job that is not over. */
export interface OpenRun {
  readonly status: 'new' | 'pending' | 'running';
  readonly launch: LaunchedData;
  readonly plan: Plan;
  readonly nodes: IntegerMap<NodeProgress>;
  readonly cancelRequested: boolean;
}

export interface EndedRun {
  readonly status: FinalStatus;
  readonly launch: LaunchedData;
}

export type WorkflowRun = { readonly status: 'absent' } | OpenRun | EndedRun | { readonly status: 'deleted' };

export const initial: WorkflowRun = { status: 'absent' };

export const isOpen = (run: WorkflowRun): run is OpenRun => 'plan' in run;

/** Children at work, whom a cancel must reach (spec workflows.md §3.7). */
export const activeChildren = (run: WorkflowRun): readonly { readonly kind: JobKind; readonly id: number }[] =>
  isOpen(run) ? [...run.nodes.values()].flatMap((node) => (node.state === 'active' ? [node.job] : [])) : [];

/** One case per event: a new event fails to compile here. Events that change no decision leave the run as it is. */
export const evolve = (run: WorkflowRun, event: WorkflowRunEvent): WorkflowRun => {
  switch (event.type) {
    case 'TemplateLaunched':
    case 'JobCopied':
      return { status: 'new', launch: event.data, plan: [], nodes: IntegerMap.empty(), cancelRequested: false };
    case 'JobDeleted':
      return { status: 'deleted' };
    default:
      return isOpen(run) ? evolveOpen(run, event) : run;
  }
};

type LaterEvent = Exclude<WorkflowRunEvent, { readonly type: 'TemplateLaunched' | 'JobCopied' | 'JobDeleted' }>;

const evolveOpen = (run: OpenRun, event: LaterEvent): WorkflowRun => {
  switch (event.type) {
    case 'PromptRejected':
      return run;
    case 'WorkflowGraphSnapshotted':
      return { ...run, plan: planOf(event.data.nodes, event.data.edges) };
    case 'JobQueued':
      return { ...run, status: 'pending' };
    case 'WorkflowStarted':
      return { ...run, status: 'running' };
    case 'ArtifactsMerged':
    case 'NodeSpawned':
    case 'NodeFinished':
    case 'NodeSkipped':
    case 'NodeTemplateMissing':
      return { ...run, nodes: run.nodes.with(event.data.node, progressAfter(run.nodes.get(event.data.node), event)) };
    case 'WorkflowCancelRequested':
      return { ...run, cancelRequested: true };
    case 'WorkflowJobFinished':
      return { status: event.data.status, launch: run.launch };
  }
};

type NodeEvent = Extract<LaterEvent, { readonly data: { readonly node: number } }>;

const progressAfter = (before: NodeProgress | undefined, event: NodeEvent): NodeProgress => {
  switch (event.type) {
    case 'ArtifactsMerged':
      return { state: 'merged', inherited: { values: event.data.result, origins: event.data.origins } };
    case 'NodeSpawned':
      return spawned(before, event.data);
    case 'NodeFinished':
      return finished(before, event.data);
    case 'NodeSkipped':
      return { state: 'skipped' };
    case 'NodeTemplateMissing':
      return { state: 'missing' };
  }
};

const spawned = (before: NodeProgress | undefined, { job }: NodeSpawnedData): NodeProgress => ({
  state: 'active',
  job,
  inherited: before?.state === 'merged' ? before.inherited : null,
});

const finished = (before: NodeProgress | undefined, data: NodeFinishedData): NodeProgress => {
  if (before?.state !== 'active') throw new Error(`node ${data.node} finished without having been spawned`);
  const { status, finishedAt, artifacts } = data;
  return { state: 'finished', job: before.job, inherited: before.inherited, status, finishedAt, artifacts };
};
