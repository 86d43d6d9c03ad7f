import type { AggregateRunner, CommandContext, Handled } from '@application/event-sourcing';
import { type EventCatalog, missing } from '@domain/kernel';
import {
  type Claim,
  holds,
  type ResourceCommand,
  type ResourceDecider,
  type ResourceEvent,
  type ResourceState,
  resourceCatalog,
  resourceDecider,
} from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import { type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import { RESOURCES, kindOf } from '../registry.js';

/** Kinds whose stream also holds a survey. */
const SURVEYED: readonly string[] = ['job_template', 'workflow_job_template'];

/** Events of one kind, without those that other aggregates put on the same stream. */
export const catalogOf = (declaration: ResourceDeclaration): EventCatalog<ResourceEvent> =>
  resourceCatalog(declaration.noun, SURVEYED.includes(declaration.type));

interface Aggregate {
  readonly decider: ResourceDecider;
  readonly catalog: EventCatalog<ResourceEvent>;
}

/** The aggregates of all kinds, by type or by stream. */
export class Aggregates {
  private readonly byPrefix: ReadonlyMap<string, Aggregate>;

  /** @param shared events that other aggregates append to streams of a kind (nodes of workflow templates) */
  constructor(
    private readonly runner: AggregateRunner,
    shared: Readonly<Partial<Record<ResourceType, EventCatalog>>> = {},
  ) {
    this.byPrefix = new Map(
      RESOURCES.map((kind) => [
        kind.prefix,
        { decider: resourceDecider(kind.noun), catalog: { ...shared[kind.type], ...catalogOf(kind) } },
      ]),
    );
  }

  handle(
    type: ResourceType,
    id: number,
    command: ResourceCommand,
    context: CommandContext,
  ): Promise<Handled<ResourceState>> {
    return this.handleStream(streamOf(kindOf(type), id), command, context);
  }

  handleStream(stream: string, command: ResourceCommand, context: CommandContext): Promise<Handled<ResourceState>> {
    return this.runner.handle({ stream, ...this.of(stream), command, context });
  }

  /** Fences the owner of a name: it either uses the name already, or never will under this claim. */
  async isUsing(owner: string, claim: Claim, context: CommandContext): Promise<boolean> {
    const { state } = await this.handleStream(owner, { type: 'ForgoName', data: { claim } }, context);
    return holds(state, claim);
  }

  /** State of a live object. @throws DomainError `missing` */
  async live(type: ResourceType, id: number): Promise<ResourceState> {
    const state = await this.load(type, id);
    if (state.status !== 'live') throw missing();
    return state;
  }

  async load(type: ResourceType, id: number): Promise<ResourceState> {
    const stream = streamOf(kindOf(type), id);
    const { decider, catalog } = this.of(stream);
    return (await this.runner.load(stream, decider, catalog)).state;
  }

  private of(stream: string): Aggregate {
    const aggregate = this.byPrefix.get(stream.slice(0, stream.lastIndexOf('-')));
    if (!aggregate) throw new Error(`${stream} is not the stream of a resource`);
    return aggregate;
  }
}
