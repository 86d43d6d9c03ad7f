import { derivedId } from '@application/event-sourcing';
import type { LaunchTargets } from '@application/launch-targets';
import type { Position } from '@application/ports';
import { kindOf, requestOf, type ResourceService, SublistService, type WriteContext } from '@application/resources';
import { type JsonObject, missing, refused } from '@domain/kernel';
import type { Named } from '@domain/launch';
import type { TemplateNode, WorkflowGraphCommand, WorkflowGraphEvent } from '@domain/workflow-template';
import type { Graphs } from './graphs.js';
import type { NodeRights } from './node-rights.js';

/** Lists of a node, by the kind of their members. */
export type NodeListKind = 'credential' | 'label' | 'instance_group';

export interface NodeListPorts {
  readonly graphs: Graphs;
  readonly rights: NodeRights;
  readonly resources: ResourceService;
  readonly targets: LaunchTargets;
}

/** A POST on a list of a node; `created`: id of a label that was made for it. */
export interface Listing {
  readonly created?: number;
  readonly position: Position | undefined;
}

interface Place {
  readonly workflow: number;
  readonly node: TemplateNode;
  readonly kind: NodeListKind;
  readonly context: WriteContext;
}

/** Credentials, labels and instance groups that nodes bring (spec workflows.md §2.1.4). */
export class NodeLists {
  private readonly sublists: SublistService;

  constructor(private readonly ports: NodeListPorts) {
    this.sublists = new SublistService(ports.resources);
  }

  /** Attaches, detaches, and for labels creates. @throws DomainError refused | forbidden | missing */
  async post(id: number, kind: NodeListKind, body: JsonObject, outer: WriteContext): Promise<Listing> {
    const { rights, graphs, targets } = this.ports;
    const request = requestOf(body);
    const workflow = await rights.workflowOf(id);
    const context = await rights.administers(workflow, outer);
    const node = await graphs.node(workflow, id);
    await rights.executes(node.template, context);
    const place = { workflow, node, kind, context };
    if (request.id === null) return this.attachNew(place, body);
    const [member] = await targets.named(kind, [request.id]);
    if (!member) throw refused({ detail: `${kindOf(kind).model} matching query does not exist.` });
    return request.disassociate ? this.detach(place, member) : this.attach(place, member);
  }

  private async attach(place: Place, member: Named): Promise<Listing> {
    const { workflow, kind, node, context } = place;
    const { rights, graphs } = this.ports;
    if (kind === 'credential') await rights.uses(kind, member.id, context);
    else await rights.reads(kind, member.id, context);
    const command = kind === 'credential' ? await this.offer(node, member) : changeOf('Attach', kind, node, member);
    const { events, position } = await graphs.handle(workflow, command, context);
    for (const event of events as readonly WorkflowGraphEvent[])
      if (event.type === 'CredentialAssociationRefused') throw refused({ msg: event.data.message });
    return { position };
  }

  private async detach({ workflow, kind, node, context }: Place, member: Named): Promise<Listing> {
    const { graphs, resources } = this.ports;
    const { position, events } = await graphs.handle(workflow, changeOf('Detach', kind, node, member), context);
    if (kind === 'label' && events.length > 0) await resources.removeUnusedLabel(member.id, position, context);
    return { position };
  }

  /** The credential with all that its rules look at. */
  private async offer(node: TemplateNode, { id }: Named): Promise<WorkflowGraphCommand> {
    const { targets } = this.ports;
    const { template } = node;
    const [target, present, [credential]] = await Promise.all([
      template && targets.of(template.kind, template.id),
      targets.credentials(node.credentials),
      targets.credentials([id]),
    ]);
    if (!credential) throw refused({ detail: 'Credential matching query does not exist.' });
    return { type: 'AttachNodeCredential', data: { node: node.id, credential, target: target ?? null, present } };
  }

  /** Only labels are made here; one of that name is taken as it is. */
  private async attachNew(place: Place, body: JsonObject): Promise<Listing> {
    const { resources } = this.ports;
    const { kind, context } = place;
    if (kind !== 'label') throw refused({ msg: `${kindOf(kind).title} 'id' field is missing.` });
    const existing = await this.sublists.existing(kind, body);
    if (existing) return this.attachLabel(place, existing.id);
    const step = { ...context, commandId: derivedId('node label', context.commandId) };
    const { id } = await resources.create(kind, body, step);
    return { ...(await this.attachLabel(place, id)), created: id };
  }

  private async attachLabel(place: Place, id: number): Promise<Listing> {
    const [label] = await this.ports.targets.named('label', [id]);
    if (!label) throw missing();
    return this.attach(place, label);
  }
}

const changeOf = (
  change: 'Attach' | 'Detach',
  kind: NodeListKind,
  { id: node }: TemplateNode,
  { id, name }: Named,
): WorkflowGraphCommand => {
  if (kind === 'label') return { type: `${change}NodeLabel`, data: { node, label: { id, name } } };
  if (kind === 'instance_group') return { type: `${change}NodeInstanceGroup`, node, instanceGroup: id };
  return { type: 'DetachNodeCredential', data: { node, credential: { id, name } } };
};
