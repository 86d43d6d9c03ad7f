import type { Actor, JsonObject, Ref } from '@domain/kernel';
import type { Composition } from './types.js';

/** Every kind of unified job; they share one id sequence and the stream prefix `job-`, workflow jobs have `wfjob-`. */
export type JobKind = 'job' | 'workflow_job' | 'project_update' | 'system_job';

export type LaunchType =
  'manual' | 'relaunch' | 'callback' | 'scheduled' | 'dependency' | 'workflow' | 'webhook' | 'sync' | 'scm';

export type FinalStatus = 'successful' | 'failed' | 'error' | 'canceled';

/** What set a launch off, one step up; the correlation leads to the outermost. */
export type Trigger =
  | { readonly by: 'user' }
  | { readonly by: 'workflow'; readonly workflowJob: number; readonly node: number; readonly identifier: string }
  | { readonly by: 'schedule'; readonly schedule: number; readonly occurrence: string }
  | { readonly by: 'relaunch'; readonly job: number }
  | { readonly by: 'callback'; readonly host: number }
  | { readonly by: 'dependency'; readonly job: number }
  | { readonly by: 'system'; readonly reason: string };

/** The outermost ancestor as `launched_by` shows it (spec jobs.md §1.3); null = nobody to show. */
export interface LaunchedBy {
  readonly id: number | null;
  readonly name: string;
  readonly type: string;
  readonly url: string | null;
}

/** First event of every job and workflow job: who asked for what, and everything it runs with (spec events.md §4.3). */
export interface LaunchedData {
  readonly kind: JobKind;
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly template: Ref | null;
  readonly organization: Ref | null;
  readonly launchType: LaunchType;
  readonly trigger: Trigger;
  readonly launchedBy: LaunchedBy | null;
  readonly createdBy: Actor | null;
  /** Prompts as they were received, secrets masked. */
  readonly requested: JsonObject;
  /** Null for kinds without prompts (project updates). */
  readonly composition: Composition | null;
  /** Fields of the template that no prompt can change, as they were then: playbook, project, become_enabled, allow_simultaneous, scm_* … by AWX's names. */
  readonly fixed: JsonObject;
  /** The workflow jobs around this one, outermost first; empty when there is none. */
  readonly ancestors: readonly Ancestor[];
}

/** Instead of it where a job is repeated without its template: every field is that of the other job (spec events.md §4.3). */
export interface CopiedData extends LaunchedData {
  /** The job that was copied, as it was then. */
  readonly from: Ref;
}

export interface Ancestor {
  readonly workflowJob: number;
  readonly workflowJobName: string;
  /** Null for a workflow job without template. */
  readonly template: number | null;
  readonly templateName: string;
  readonly launchType: LaunchType;
}
