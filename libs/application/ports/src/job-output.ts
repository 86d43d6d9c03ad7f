import type { RunEvent } from './executor.js';

/** An output event with what was resolved when it was recorded (spec jobs.md §6.1). */
export interface NewRunEvent extends RunEvent {
  readonly hostId: number | null;
  readonly hostName: string;
  readonly failed: boolean;
  readonly changed: boolean;
  readonly playbook: string;
  readonly play: string;
  readonly task: string;
  readonly role: string;
}

/** Bulk output of jobs, outside the decision log: append only, each counter once. Lists read its table through the read store. */
export interface JobOutput {
  /** Stores events of a job; counters already stored are passed over. */
  append(jobId: number, events: readonly NewRunEvent[]): Promise<void>;
  /** Counter of the last stored event, 0 when there is none. */
  lastCounter(jobId: number): Promise<number>;
  remove(jobId: number): Promise<void>;
}

/** NUL, and halves of characters that have no other half. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** A text as every store can keep it: not every one takes NUL, or what is no Unicode. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\ufffd');
