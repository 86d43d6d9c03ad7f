import type { ReadStore } from '@application/ports';
import { requestOf, type WriteContext } from '@application/resources';
import { type JsonObject, refused } from '@domain/kernel';
import { type EdgeKind, linkRefusalError, type WorkflowGraphEvent } from '@domain/workflow-template';
import type { Graphs } from './graphs.js';
import type { NodeRights } from './node-rights.js';
import type { WorkflowNodes, WrittenNode } from './workflow-nodes.js';

/** `isNew`: a child was created; otherwise `id` is the parent. */
export interface Linking extends WrittenNode {
  readonly isNew: boolean;
}

/** Edges between nodes (spec workflows.md §2.1.5). */
export class NodeLinks {
  constructor(
    private readonly ports: {
      readonly graphs: Graphs;
      readonly rights: NodeRights;
      readonly nodes: WorkflowNodes;
      readonly store: Pick<ReadStore, 'all'>;
    },
  ) {}

  /** Links, unlinks, or creates a child: `POST …/success_nodes/`. @throws DomainError refused | invalid | forbidden | missing */
  async post(parent: number, kind: EdgeKind, body: JsonObject, outer: WriteContext): Promise<Linking> {
    const { graphs, rights, nodes } = this.ports;
    const { id: child, disassociate } = requestOf(body);
    const workflow = await rights.workflowOf(parent);
    const context = await rights.administers(workflow, outer);
    if (child === null) {
      const created = await nodes.create(body, context, { workflow, below: { parent, kind } });
      return { ...created, isNew: true };
    }
    await this.demandNode(child);
    const type = disassociate ? 'UnlinkNodes' : 'LinkNodes';
    const { events, position } = await graphs.handle(workflow, { type, data: { parent, child, kind } }, context);
    for (const event of events as readonly WorkflowGraphEvent[])
      if (event.type === 'LinkRefused') throw linkRefusalError(event.data.reason);
    return { id: parent, position, isNew: false };
  }

  private async demandNode(id: number): Promise<void> {
    const [row] = await this.ports.store.all('SELECT 1 FROM workflow_job_template_node WHERE id = ?', [id]);
    if (!row) throw refused({ detail: 'WorkflowJobTemplateNode matching query does not exist.' });
  }
}
