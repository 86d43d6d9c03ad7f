import type { RunEvent } from './executor.js';

/** One stored output event with what was resolved when it was recorded. */
export interface StoredRunEvent extends RunEvent {
  readonly id: number;
  readonly jobId: number;
  readonly hostId: number | null;
  readonly hostName: string;
  readonly failed: boolean;
  readonly changed: boolean;
}

/** Bulk output of jobs, outside the decision log: append only, each counter once. */
export interface JobOutput {
  /** Stores events of a job; counters already stored are passed over. */
  append(jobId: number, events: readonly Omit<StoredRunEvent, 'id' | 'jobId'>[]): Promise<void>;
  /** Counter of the last stored event, 0 when there is none. */
  lastCounter(jobId: number): Promise<number>;
  remove(jobId: number): Promise<void>;
}
