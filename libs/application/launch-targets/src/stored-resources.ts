import type { AggregateRunner } from '@application/event-sourcing';
import { type ResourceType, RESOURCES, catalogOf, streamOf } from '@application/resources';
import type { EventCatalog, Ref } from '@domain/kernel';
import { type ResourceDecider, type ResourceEvent, type ResourceState, resourceDecider } from '@domain/resource';
import { workflowGraphCatalog } from '@domain/workflow-template';

/** A resource as its stream has it now. */
export interface Stored {
  readonly ref: Ref;
  /** The same object as long as nothing changed. */
  readonly state: ResourceState;
}

interface Reading {
  readonly prefix: string;
  readonly decider: ResourceDecider;
  readonly catalog: EventCatalog<ResourceEvent>;
}

const READINGS: ReadonlyMap<ResourceType, Reading> = new Map(
  RESOURCES.map((kind) => [
    kind.type,
    {
      prefix: kind.prefix,
      decider: resourceDecider(kind.noun),
      catalog: { ...(kind.type === 'workflow_job_template' && workflowGraphCatalog), ...catalogOf(kind) },
    },
  ]),
);

/** Live resources straight from their streams: never behind, and remembered by the runner of aggregates. */
export class StoredResources {
  constructor(private readonly aggregates: Pick<AggregateRunner, 'load'>) {}

  /** undefined when it does not exist (any more) */
  async find(type: ResourceType, id: number): Promise<Stored | undefined> {
    const reading = READINGS.get(type);
    if (!reading || !Number.isSafeInteger(id) || id < 1) return undefined;
    const stream = streamOf(reading, id);
    const { state, revision } = await this.aggregates.load(stream, reading.decider, reading.catalog);
    return state.status === 'live' ? { ref: { ref: stream, rev: revision, id, name: state.name }, state } : undefined;
  }

  /** Those that exist, in the order asked for. */
  async all(type: ResourceType, ids: readonly number[]): Promise<readonly Stored[]> {
    if (ids.length === 0) return [];
    const found = await Promise.all(ids.map((id) => this.find(type, id)));
    return found.filter((stored) => stored !== undefined);
  }
}
