import { derivedId } from '@application/event-sourcing';
import type { WriteContext } from '@application/resources';
import {
  type ConfigurationListPorts,
  ConfigurationLists,
  type ListChange,
  type Listing,
  type SavedListKind,
} from '@application/saved-configurations';
import { DomainError, type JsonObject } from '@domain/kernel';
import type { AssociationRule, WorkflowGraphCommand } from '@domain/workflow-template';
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
    const attempt = { workflow, node: id, credential: credentialIn(kind, body), context: outer };
    const context = await this.telling(attempt, 'not_wfjt_admin', rights.administers(workflow, outer));
    const { template, credentials } = await graphs.node(workflow, id);
    await this.telling(attempt, 'no_execute', rights.executes(template, context));
    const holder = {
      template,
      credentials,
      change: (change: ListChange, inner: WriteContext) => graphs.handle(workflow, commandOf(id, change), inner),
    };
    return this.telling(attempt, 'no_use', this.lists.post(holder, kind, body, { ...context, isRecorded: true }));
  }

  /** What a user may not do with a credential is written down before he is told. */
  private async telling<Result>(attempt: Attempt, rule: AssociationRule, step: Promise<Result>): Promise<Result> {
    try {
      return await step;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') await this.tell(attempt, rule);
      throw error;
    }
  }

  private async tell({ workflow, node, credential: id, context }: Attempt, rule: AssociationRule): Promise<void> {
    if (id === null) return;
    const [credential] = await this.ports.targets.named('credential', [id]);
    if (!credential) return;
    const data = { node, credential, rule, message: 'You do not have permission to perform this action.' };
    const commandId = derivedId('refused', context.commandId);
    await this.ports.graphs.handle(workflow, { type: 'RefuseNodeCredential', data }, { ...context, commandId });
  }
}

/** Somebody's try to let a credential join a node; null when it is about something else. */
interface Attempt {
  readonly workflow: number;
  readonly node: number;
  readonly credential: number | null;
  readonly context: WriteContext;
}

/** Rights come first, so a body that makes no sense is not refused here. */
const credentialIn = (kind: SavedListKind, body: JsonObject): number | null => {
  const isJoining = kind === 'credential' && !Object.hasOwn(body, 'disassociate');
  const id = typeof body['id'] === 'string' ? Number(body['id']) : body['id'];
  return isJoining && typeof id === 'number' && Number.isSafeInteger(id) ? id : null;
};

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
