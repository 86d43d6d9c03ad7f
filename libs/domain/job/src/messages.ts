import type { Actor, DomainEvent, JsonObject } from '@domain/kernel';
import type { CopiedData, FinalStatus, LaunchedData, PromptRejectedData } from '@domain/launch';

/** One stream `job-<id>` per playbook job and project update. Spec events.md §4.4; status machine jobs.md §1.1. */
export type JobEvent =
  | DomainEvent<'TemplateLaunched', LaunchedData>
  | DomainEvent<'JobCopied', CopiedData>
  | DomainEvent<'PromptRejected', PromptRejectedData>
  | DomainEvent<'JobQueued', { readonly passwords: readonly string[] }>
  | DomainEvent<'DependenciesLinked', { readonly dependencies: readonly Dependency[] }>
  | DomainEvent<'JobBlocked', { readonly by: string | null; readonly rule: string }>
  | DomainEvent<
      'JobAdmitted',
      { readonly attempt: string; readonly instanceGroup: number; readonly node: string; readonly impact: number }
    >
  | DomainEvent<'JobAdopted', { readonly attempt: string; readonly from: string; readonly node: string }>
  | DomainEvent<'PreStartCheckFailed', { readonly reason: string }>
  | DomainEvent<'JobStarted', JobStartedData>
  | DomainEvent<'HostStatsReported', { readonly hosts: Readonly<Record<string, HostStatsData>> }>
  | DomainEvent<'ArtifactsRecorded', { readonly artifacts: JsonObject; readonly noLog: boolean }>
  | DomainEvent<'ProjectSynced', { readonly revision: string }>
  | DomainEvent<'OutputClosed', { readonly events: number }>
  | DomainEvent<'JobCancelRequested', { readonly by: Actor; readonly reason: string }>
  | DomainEvent<'JobSucceeded', JobEndData>
  | DomainEvent<'JobFailed', JobEndData>
  | DomainEvent<'JobErrored', JobEndData>
  | DomainEvent<'JobCanceled', JobEndData>
  | DomainEvent<'JobDeleted', { readonly by: Actor }>;

export interface Dependency {
  readonly job: number;
  readonly how: 'created' | 'shared' | 'reused';
  readonly why: string;
}

export interface JobStartedData {
  readonly attempt: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Secrets replaced by `**********`. */
  readonly env: Readonly<Record<string, string>>;
  /** Names and values of the `awx_*`/`tower_*` variables added at run time (spec precedence.md §6). */
  readonly injected: JsonObject;
  /** Record that the run was given, where the launch left it open. */
  readonly executionEnvironment?: number | null;
  /** Revision of the project that runs; absent for a project without one. */
  readonly revision?: string;
}

export interface HostStatsData {
  readonly host: number | null;
  readonly ok: number;
  readonly changed: number;
  readonly failures: number;
  readonly dark: number;
  readonly skipped: number;
  readonly ignored: number;
  readonly rescued: number;
  readonly processed: number;
}

/** Exactly one of the four, the last status event of a job. */
export interface JobEndData {
  readonly status: FinalStatus;
  readonly exitCode: number | null;
  readonly explanation: string;
  readonly traceback: string;
  /** The workflow node to tell, copied from the launch so that the process manager needs no look-up. */
  readonly workflow: { readonly workflowJob: number; readonly node: number } | null;
  /** Artifacts handed on to a workflow; null when there are none. */
  readonly artifacts: JsonObject | null;
}

export interface RunReport {
  readonly status: FinalStatus;
  readonly exitCode: number | null;
  readonly explanation: string;
  readonly traceback: string;
  readonly artifacts: JsonObject | null;
  readonly hosts: Readonly<Record<string, HostStatsData>> | null;
  readonly events: number;
  readonly revision: string | null;
}

export type JobCommand =
  /** First command of every job; `startError` ends it at once in `error` (spec workflows.md §3.5). */
  | {
      readonly type: 'CreateJob';
      /** With `from`: a copy of that job. */
      readonly data: LaunchedData | CopiedData;
      readonly rejected: readonly PromptRejectedData[];
      readonly passwords: readonly string[];
      readonly startError: string | null;
    }
  | { readonly type: 'LinkDependencies'; readonly dependencies: readonly Dependency[] }
  /** It has to wait: `by` names whom for (`job-12`), null when no capacity is left. */
  | { readonly type: 'BlockJob'; readonly by: string | null; readonly rule: string }
  /** A slot is claimed: hand the job to the runner. */
  | {
      readonly type: 'AdmitJob';
      readonly attempt: string;
      readonly instanceGroup: number;
      readonly node: string;
      readonly impact: number;
    }
  /** The runner `from` is lost: another one goes on with the attempt that it had. */
  | { readonly type: 'AdoptJob'; readonly attempt: string; readonly from: string; readonly node: string }
  | { readonly type: 'FailPreStart'; readonly reason: string }
  | { readonly type: 'RecordStart'; readonly data: JobStartedData }
  | { readonly type: 'RecordRun'; readonly attempt: string; readonly report: RunReport }
  /** A dependency ended badly, or the runner is gone. */
  | { readonly type: 'FailJob'; readonly explanation: string; readonly as: 'failed' | 'error' | 'canceled' }
  | { readonly type: 'CancelJob'; readonly by: Actor; readonly reason: string }
  | { readonly type: 'DeleteJob'; readonly by: Actor };
