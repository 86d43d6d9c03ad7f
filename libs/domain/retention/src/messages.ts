import type { Actor, DomainEvent, EventCatalog } from '@domain/kernel';

/** Stream `retention`: what the read models leave out from some time on. Streams themselves are never cut (spec events.md §8). */
export type RetentionEvent = DomainEvent<'JobsPruned', JobsPruned>;

export interface JobsPruned {
  /** Jobs created before this moment were looked at. */
  readonly before: string;
  /** Jobs of any kind; at most {@link MOST_PRUNED_AT_ONCE}. */
  readonly ids: readonly number[];
  readonly by: Actor;
  /** The system job that did it. */
  readonly job: number;
}

export interface PruneJobs extends JobsPruned {
  readonly type: 'PruneJobs';
}

/** Keeps an event well below what a log takes at once. */
export const MOST_PRUNED_AT_ONCE = 1000;

export const retentionCatalog: EventCatalog<RetentionEvent> = {
  JobsPruned: {
    schema: 1,
    about: 'Old jobs and their output left the read models, a batch at a time; their streams stay as they are.',
  },
};
