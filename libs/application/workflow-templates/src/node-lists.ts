import type { WriteContext } from '@application/resources';
import {
  type ConfigurationListPorts,
  ConfigurationLists,
  type ListChange,
  type Listing,
  type SavedListKind,
} from '@application/saved-configurations';
import type { JsonObject } from '@domain/kernel';
import type { WorkflowGraphCommand } from '@domain/workflow-template';
import type { Graphs } from './graphs.js';
import type { NodeRights } from './node-rights.js';

export interface NodeListPorts extends ConfigurationListPorts {
  readonly graphs: Graphs;
  readonly rights: NodeRights;
}

/** Credentials, labels and instance groups that nodes bring (spec workflows.md §2.1.4). */
export class NodeLists {
  private readonly lists: ConfigurationLists;

  constructor(private readonly ports: NodeListPorts) {
    this.lists = new ConfigurationLists(ports);
  }

  /** Attaches, detaches, and for labels creates. @throws DomainError refused | forbidden | missing */
  async post(id: number, kind: SavedListKind, body: JsonObject, outer: WriteContext): Promise<Listing> {
    const { rights, graphs } = this.ports;
    const workflow = await rights.workflowOf(id);
    const context = await rights.administers(workflow, outer);
    const { template, credentials } = await graphs.node(workflow, id);
    await rights.executes(template, context);
    const holder = {
      template,
      credentials,
      change: (change: ListChange, inner: WriteContext) => graphs.handle(workflow, commandOf(id, change), inner),
    };
    return this.lists.post(holder, kind, body, context);
  }
}

const commandOf = (node: number, change: ListChange): WorkflowGraphCommand => {
  switch (change.type) {
    case 'AttachCredential': {
      const { credential, target, present } = change;
      return { type: 'AttachNodeCredential', data: { node, credential, target, present } };
    }
    case 'DetachCredential':
      return { type: 'DetachNodeCredential', data: { node, credential: change.credential } };
    case 'AttachLabel':
      return { type: 'AttachNodeLabel', data: { node, label: change.label } };
    case 'DetachLabel':
      return { type: 'DetachNodeLabel', data: { node, label: change.label } };
    case 'AttachInstanceGroup':
      return { type: 'AttachNodeInstanceGroup', node, instanceGroup: change.instanceGroup };
    case 'DetachInstanceGroup':
      return { type: 'DetachNodeInstanceGroup', node, instanceGroup: change.instanceGroup };
  }
};
