import type { AggregateRunner } from '@application/event-sourcing';
import type { LaunchTargets } from '@application/launch-targets';
import type { IdAllocator, Position, ReadStore, SecretSealer } from '@application/ports';
import type { ResourceService } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';

/** A job as its detail view shows it. */
export type JobView = (kind: JobKind, id: number, viewer: Viewer) => Promise<JsonObject>;

/** Everything that launching needs; bound once when the program starts. */
export interface LaunchingPorts {
  readonly aggregates: AggregateRunner;
  readonly ids: IdAllocator;
  readonly sealer: SecretSealer;
  readonly store: ReadStore;
  readonly targets: LaunchTargets;
  /** Rights, and writes to templates. */
  readonly resources: Pick<ResourceService, 'permitted' | 'aggregates'>;
  readonly jobView: JobView;
  /** Resolves when the read models have taken in everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  /** Highest `forks` a launch may ask for; 0 = no limit. */
  readonly maxForks: number;
}
