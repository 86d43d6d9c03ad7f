import type { Actor, JsonObject } from '@domain/kernel';

/** One run of a task, as the task sees it. */
export interface TaskRun {
  readonly job: number;
  readonly variables: JsonObject;
  readonly by: Actor;
  /** The moment it began, by the service's clock. */
  readonly now: string;
  /** Puts lines into the job's output; resolves when they are kept. */
  readonly say: (...lines: readonly string[]) => Promise<void>;
  /** Somebody asked to cancel: the task stops at the next point where that does no harm. */
  readonly isCanceled: () => boolean;
}

/** What a system job does. Killed at any moment, it may be run again from its beginning without harm. */
export type Task = (run: TaskRun) => Promise<void>;
