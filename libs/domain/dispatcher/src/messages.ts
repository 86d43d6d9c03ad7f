import type { DomainEvent } from '@domain/kernel';

/** Stream `dispatcher`: who is admitted while whom is active; one writer decides for the whole installation (spec jobs.md §3.2). */
export type DispatcherEvent =
  | DomainEvent<'SlotClaimed', Slot>
  | DomainEvent<'SlotReleased', { readonly job: number }>
  /** The whole state, written now and then: loading starts at the newest of these. */
  | DomainEvent<'SlotsCarriedOver', { readonly slots: readonly Slot[] }>;

/** One active unified job, with what it blocks. */
export interface Slot {
  readonly job: number;
  readonly kind: 'job' | 'workflow_job' | 'project_update' | 'system_job';
  /** Unified job template; null for jobs without one. */
  readonly template: number | null;
  readonly allowSimultaneous: boolean;
  readonly project: number | null;
  readonly inventory: number | null;
  /** Forks it takes of the capacity; 0 for workflow jobs. */
  readonly impact: number;
  /** Identifies the attempt the runner makes. */
  readonly attempt: string;
}

export interface Candidate extends Omit<Slot, 'attempt'> {
  readonly createdAt: string;
  /** Active jobs this one waits for. */
  readonly dependencies: readonly number[];
}

export type DispatcherCommand =
  | {
      readonly type: 'AdmitJobs';
      readonly pending: readonly Candidate[];
      readonly capacity: number;
      readonly limit: number;
      readonly attempt: (job: number) => string;
    }
  | { readonly type: 'ReleaseSlots'; readonly jobs: readonly number[] };
