import type { CommandContext } from '@application/event-sourcing';
import type { Clock, IdAllocator, PasswordHasher, Position, ReadStore, SecretSealer } from '@application/ports';
import type { AggregateRunner } from '@application/event-sourcing';
import type { Viewer } from '@domain/access';
import type { EventCatalog, JsonObject } from '@domain/kernel';
import type { ResourceType } from '../declaration/field.js';
import type { Fields, Playbooks } from '../declaration/rules.js';

/** Who writes, and the command's identity. */
export interface WriteContext extends CommandContext {
  readonly viewer: Viewer;
  /** What is refused is recorded by whoever began it, or was only asked. */
  readonly isRecorded?: boolean;
}

/** What was written; a reader of its own writes waits for the position. */
export interface Written {
  readonly type: ResourceType;
  readonly id: number;
  readonly position: Position | undefined;
  /** Secrets that were made and are shown this once. */
  readonly revealed?: Fields;
}

/** Jobs that keep an object from being deleted, as `active_jobs` shows them. */
export type ActiveJobs = (type: ResourceType, id: number) => Promise<readonly JsonObject[]>;

/** Everything the resource services need; bound once when the program starts. */
export interface ResourcePorts {
  readonly runner: AggregateRunner;
  readonly ids: IdAllocator;
  readonly sealer: SecretSealer;
  readonly hasher: PasswordHasher;
  readonly clock: Clock;
  readonly store: ReadStore;
  readonly playbooks: Playbooks;
  readonly activeJobs: ActiveJobs;
  /** Resolves when the read model has taken in everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  /** Whether something that is no resource carries the label, such as a node of a workflow. */
  readonly isLabelCarried?: (label: number) => Promise<boolean>;
  /** Events that other aggregates append to streams of a kind. */
  readonly shared?: Readonly<Partial<Record<ResourceType, EventCatalog>>>;
}
