import type { FinalStatus, LaunchedData } from '@domain/launch';
import type { JobEvent } from './messages.js';

export type JobStatus = 'absent' | 'new' | 'pending' | 'waiting' | 'running' | FinalStatus | 'deleted';

/** A playbook job or project update (spec jobs.md §1). */
export interface Job {
  readonly status: JobStatus;
  /** Null only while the job is absent. */
  readonly launch: LaunchedData | null;
  readonly cancelRequested: boolean;
  /** The attempt admitted last; null before admission. */
  readonly attempt: string | null;
  /** The runner that has the job, or had it last; null before admission. */
  readonly node: string | null;
  /** Forks it takes of the capacity; 0 before admission. */
  readonly impact: number;
  /** Every attempt ever admitted: none is admitted twice. */
  readonly attempts: readonly string[];
  /** Updates it waits for, or waited for; null until that is decided. */
  readonly dependencies: readonly number[] | null;
  /** What it was last said to wait for, as `rule by`; null when nothing was said. */
  readonly blockedBy: string | null;
}

export const initial: Job = {
  status: 'absent',
  launch: null,
  cancelRequested: false,
  attempt: null,
  node: null,
  impact: 0,
  attempts: [],
  dependencies: null,
  blockedBy: null,
};

const ACTIVE: readonly JobStatus[] = ['new', 'pending', 'waiting', 'running'];

export const isActive = ({ status }: Job): boolean => ACTIVE.includes(status);

/** Handed to a runner, and not over. */
export const isWithRunner = ({ status }: Job): boolean => status === 'waiting' || status === 'running';

/** Handed to this runner, and not over: nobody else may go on with it. */
export const isHeldBy = (node: string, job: Job): boolean => isWithRunner(job) && job.node === node;

/** Key of a reason to wait: the same one is not told twice. */
export const blockerOf = (by: string | null, rule: string): string => `${rule} ${by ?? ''}`;

/** One case per event: a new event fails to compile here. Events that change no decision leave the job as it is. */
export const evolve = (job: Job, event: JobEvent): Job => {
  switch (event.type) {
    case 'TemplateLaunched':
    case 'JobCopied':
      return { ...initial, status: 'new', launch: event.data };
    case 'JobQueued':
      return { ...job, status: 'pending' };
    case 'DependenciesLinked':
      return { ...job, dependencies: event.data.dependencies.map((dependency) => dependency.job) };
    case 'JobBlocked':
      return { ...job, blockedBy: blockerOf(event.data.by, event.data.rule) };
    case 'JobAdmitted':
      return admitted(job, event.data);
    case 'JobAdopted':
      return { ...job, node: event.data.node };
    case 'JobStarted':
      return { ...job, status: 'running' };
    case 'JobCancelRequested':
      return { ...job, cancelRequested: true };
    case 'JobSucceeded':
    case 'JobFailed':
    case 'JobErrored':
    case 'JobCanceled':
      return { ...job, status: event.data.status };
    case 'JobDeleted':
      return { ...job, status: 'deleted' };
    case 'PromptRejected':
    case 'PreStartCheckFailed':
    case 'HostStatsReported':
    case 'ArtifactsRecorded':
    case 'ProjectSynced':
    case 'OutputClosed':
      return job;
  }
};

type Admission = Extract<JobEvent, { readonly type: 'JobAdmitted' }>['data'];

const admitted = (job: Job, { attempt, node, impact }: Admission): Job => ({
  ...job,
  status: 'waiting',
  attempt,
  node,
  impact,
  attempts: [...job.attempts, attempt],
  blockedBy: null,
});
