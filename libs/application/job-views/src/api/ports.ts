import type { AggregateRunner } from '@application/event-sourcing';
import type { Clock, Position, ReadStore } from '@application/ports';
import type { WorkflowRuns } from '@application/processes';
import type { ListReader } from '@application/queries';
import type { ResourceApi } from '@application/resources';

/** What the API of jobs stands on. */
export interface JobApiPorts {
  readonly store: ReadStore;
  readonly clock: Clock;
  readonly lists: Pick<ListReader, 'page'>;
  /** Shows resources that jobs use, and knows who may read those that have jobs. */
  readonly resources: Pick<ResourceApi, 'page' | 'readable'>;
  readonly aggregates: Pick<AggregateRunner, 'handle' | 'load'>;
  readonly workflows: Pick<WorkflowRuns, 'cancel'>;
  /** Resolves when the read model has taken in everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}
