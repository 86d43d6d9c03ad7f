import { randomUUID } from 'node:crypto';
import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { IdAllocator, NodeReport, SeenNode } from '@application/ports';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { clusterNode, nodeCatalog, type NodeCommand, nodeStream } from '@domain/node';

/** What a process knows of itself before the installation has given it an id. */
export type NodeSelf = Omit<NodeReport, 'id' | 'uuid'>;

/** What the log tells of the processes of an installation: that they joined, left, or were found lost. */
export class NodeRegistry {
  constructor(
    private readonly aggregates: AggregateRunner,
    private readonly ids: Pick<IdAllocator, 'next'>,
  ) {}

  /** The process with the id and UUID of its name: those it had before, or new ones. */
  async identified(self: NodeSelf): Promise<NodeReport> {
    const { identity } = await this.load(self.name);
    return { ...self, ...(identity ?? { id: await this.ids.next('instance'), uuid: randomUUID() }) };
  }

  /**
   * The directory has given the name to this process, so that whoever had it is gone.
   * @throws DomainError when another one took it at this moment
   */
  async join(joining: NodeReport): Promise<void> {
    const { boot: replaces } = await this.load(joining.name);
    await this.send(joining.name, { type: 'JoinNode', joining, replaces });
  }

  async leave({ name, boot }: NodeReport): Promise<void> {
    await this.send(name, { type: 'LeaveNode', boot });
  }

  async markLost({ name, boot, silentFor }: SeenNode, foundBy: string): Promise<void> {
    await this.send(name, { type: 'MarkNodeLost', boot, silentFor: Math.round(silentFor), foundBy });
  }

  private async load(name: string) {
    const { state } = await this.aggregates.load(nodeStream(name), clusterNode, nodeCatalog);
    return state;
  }

  /** A process may join more than once (it was lost and comes back): each time is a command of its own. */
  private async send(name: string, command: NodeCommand): Promise<void> {
    const commandId = derivedId('node', name, randomUUID());
    await this.aggregates.handle({
      ...{ stream: nodeStream(name), decider: clusterNode, catalog: nodeCatalog, command },
      context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
    });
  }
}
