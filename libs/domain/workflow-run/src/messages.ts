import type { Actor, DomainEvent, JsonObject, Ref } from '@domain/kernel';
import type { Composition, CopiedData, FinalStatus, JobKind, LaunchedData, PromptRejectedData } from '@domain/launch';

export type EdgeKind = 'success' | 'failure' | 'always';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
}

/** A node as it was when the workflow was launched; its template is read anew when it spawns (spec workflows.md §3.1). */
export interface JobNode {
  /** Workflow job node id. */
  readonly id: number;
  /** Workflow job template node it was copied from. */
  readonly templateNode: number | null;
  readonly identifier: string;
  /** Unified job template, null = missing. */
  readonly template: { readonly id: number; readonly kind: string } | null;
  readonly converge: boolean;
  /** Saved prompts by AWX's field names, only those that are set; secrets sealed inside `extra_data` as kernel `Value`s. */
  readonly prompts: JsonObject;
  readonly credentials: readonly number[];
  readonly labels: readonly number[];
  readonly instanceGroups: readonly number[];
}

export type NodeEnd = FinalStatus;

/** One stream `wfjob-<id>`: the run with all its nodes (spec events.md §4.5). */
export type WorkflowRunEvent =
  | DomainEvent<'TemplateLaunched', LaunchedData>
  | DomainEvent<'JobCopied', CopiedData>
  | DomainEvent<'PromptRejected', PromptRejectedData>
  | DomainEvent<
      'WorkflowGraphSnapshotted',
      {
        readonly nodes: readonly JobNode[];
        readonly edges: readonly Edge[];
        readonly source: Ref | null;
        readonly sliced: boolean;
      }
    >
  | DomainEvent<'JobQueued', { readonly passwords: readonly string[] }>
  | DomainEvent<'WorkflowStarted', object>
  | DomainEvent<'NodeSpawned', NodeSpawnedData>
  | DomainEvent<'ArtifactsMerged', ArtifactsMergedData>
  | DomainEvent<
      'NodeSkipped',
      {
        readonly node: number;
        readonly identifier: string;
        readonly rule: SkipRule;
        readonly evidence: readonly Evidence[];
      }
    >
  | DomainEvent<'NodeTemplateMissing', { readonly node: number; readonly identifier: string }>
  | DomainEvent<'NodeFinished', NodeFinishedData>
  | DomainEvent<'WorkflowCancelRequested', { readonly by: Actor; readonly reason: string }>
  | DomainEvent<'WorkflowJobFinished', WorkflowEndData>
  | DomainEvent<'JobDeleted', { readonly by: Actor }>;

export type SkipRule = 'any_no_edge_satisfied' | 'all_parent_skipped' | 'all_edge_unsatisfied' | 'workflow_canceled';

export interface Evidence {
  readonly parent: number;
  readonly edge: EdgeKind;
  readonly status: FinalStatus | 'skipped' | 'missing' | 'undecided';
}

export interface NodeSpawnedData {
  readonly node: number;
  readonly identifier: string;
  /** Reserved id: creating the job again changes nothing. */
  readonly job: { readonly kind: JobKind; readonly id: number };
  readonly template: Ref;
  readonly parents: readonly Evidence[];
  readonly composition: Composition | null;
  /** Whole launch of the child, so that whoever creates it needs nothing else. For a workflow child also its nodes. */
  readonly launch: LaunchedData;
  readonly graph: Graph | null;
  /** Set when the child must end in `error` at once; text of spec workflows.md §3.5. */
  readonly startError: string | null;
}

/** What a node inherits: per key which job it came from and what it overrode (spec precedence.md §5). */
export interface ArtifactsMergedData {
  readonly node: number;
  readonly result: JsonObject;
  readonly origins: Readonly<
    Record<string, { readonly node: number; readonly job: number | null; readonly overrode: readonly number[] }>
  >;
}

export interface NodeFinishedData {
  readonly node: number;
  readonly identifier: string;
  readonly job: number;
  readonly status: NodeEnd;
  readonly finishedAt: string;
  /** The job's effective artifacts; null when it has none. */
  readonly artifacts: JsonObject | null;
}

export interface WorkflowEndData {
  readonly status: 'successful' | 'failed' | 'error' | 'canceled';
  readonly explanation: string;
  readonly unhandled: readonly { readonly node: number; readonly status: FinalStatus }[];
  readonly missing: readonly number[];
  /** The outer workflow's node to tell, when there is one. */
  readonly workflow: { readonly workflowJob: number; readonly node: number } | null;
  /** Effective artifacts handed on to an outer workflow. */
  readonly artifacts: JsonObject | null;
}

/** Input for spawning one node, read by the handler at that moment and composed through `@domain/launch`. */
export interface SpawnInput {
  /** Id reserved for the child job. */
  readonly jobId: number;
  /** Null: the node's template is gone. */
  readonly target: SpawnTarget | null;
}

export interface SpawnTarget {
  readonly kind: JobKind;
  readonly template: Ref;
  readonly launch: LaunchedData;
  readonly composition: Composition | null;
  /** For a workflow child: its nodes, with their own reserved ids. */
  readonly graph: Graph | null;
  /** Set when the child must end in `error` at once; text of spec workflows.md §3.5. */
  readonly startError: string | null;
}

export interface Graph {
  readonly nodes: readonly JobNode[];
  readonly edges: readonly Edge[];
  readonly source: Ref | null;
}

/** Inputs by node id. A runnable node without input waits for the next `AdvanceWorkflow`. */
export type SpawnInputs = Readonly<Record<number, SpawnInput>>;

/**
 * Each command is followed, in the same append, by everything that results from it (skips, merges, spawns, the end).
 * The handler asks `runnableAfter(run, command)` which nodes those are, prepares their inputs, and decides.
 */
export type WorkflowRunCommand =
  | {
      readonly type: 'LaunchWorkflow';
      /** With `from`: a copy of that workflow job. */
      readonly data: LaunchedData | CopiedData;
      readonly rejected: readonly PromptRejectedData[];
      readonly graph: Graph;
      readonly sliced: boolean;
      readonly passwords: readonly string[];
      readonly startError: string | null;
    }
  /** The dispatcher lets it run. */
  | { readonly type: 'StartWorkflow'; readonly spawn: SpawnInputs }
  | {
      readonly type: 'RecordNodeFinished';
      readonly data: Omit<NodeFinishedData, 'identifier'>;
      readonly spawn: SpawnInputs;
    }
  | { readonly type: 'AdvanceWorkflow'; readonly spawn: SpawnInputs }
  | { readonly type: 'CancelWorkflow'; readonly by: Actor; readonly reason: string }
  | { readonly type: 'DeleteWorkflowJob'; readonly by: Actor };
