import { assertNever, DomainError, invalid, missing } from '@domain/kernel';
import { exclusivityKey, savedCredentialRefusal } from '@domain/launch';
import { effectiveChanges } from './changes.js';
import { forgotten } from './forget.js';
import { judgeLink, rootsAfter } from './links.js';
import type { CredentialOffer, Link, WorkflowGraphCommand, WorkflowGraphEvent } from './messages.js';
import { isEdge, type TemplateNode, type WorkflowGraph } from './state.js';

type Command<Type extends WorkflowGraphCommand['type']> = Extract<WorkflowGraphCommand, { readonly type: Type }>;
type Events = readonly WorkflowGraphEvent[];

/**
 * Changes one workflow template's graph. History remembers refused links and credentials, so those are events; the caller
 * turns them into answers. @throws DomainError `missing`, `invalid` for an identifier in use
 */
export const decide = (command: WorkflowGraphCommand, graph: WorkflowGraph): Events => {
  switch (command.type) {
    case 'AddNode':
      return add(command, graph);
    case 'ChangeNode':
      return change(command, graph);
    case 'RemoveNode':
      return remove(nodeOf(graph, command.node), graph);
    case 'LinkNodes':
      return link(command.data, graph);
    case 'UnlinkNodes':
      return graph.edges.some((edge) => isEdge(edge, command.data))
        ? [{ type: 'NodesUnlinked', data: command.data }]
        : [];
    case 'ForgetDeleted':
      return forgotten(command, graph);
    case 'RefuseNodeCredential':
      return refuseCredential(command, graph);
    default:
      return decideList(command, graph);
  }
};

type ListCommand = Extract<WorkflowGraphCommand, { readonly type: `${'Attach' | 'Detach'}${string}` }>;

const decideList = (command: ListCommand, graph: WorkflowGraph): Events => {
  switch (command.type) {
    case 'AttachNodeCredential':
      return attachCredential(command.data, nodeOf(graph, command.data.node));
    case 'DetachNodeCredential': {
      const isThere = nodeOf(graph, command.data.node).credentials.includes(command.data.credential.id);
      return isThere ? [{ type: 'NodeCredentialDetached', data: command.data }] : [];
    }
    case 'AttachNodeLabel':
    case 'DetachNodeLabel':
      return changeLabels(command, nodeOf(graph, command.data.node));
    case 'AttachNodeInstanceGroup':
    case 'DetachNodeInstanceGroup':
      return changeInstanceGroups(command, nodeOf(graph, command.node));
    default:
      return assertNever(command);
  }
};

/** @throws DomainError missing */
const nodeOf = (graph: WorkflowGraph, id: number): TemplateNode => {
  const node = graph.nodes.get(id);
  if (!node) throw missing();
  return node;
};

const add = ({ node, saved, record, below }: Command<'AddNode'>, graph: WorkflowGraph): Events => {
  if (!graph.exists) throw missing();
  if (graph.nodes.has(node)) return [];
  demandFreeIdentifier(saved.identifier, graph);
  const added: WorkflowGraphEvent = { type: 'NodeAdded', data: { node, ...saved, ...record } };
  if (below === null) return [added];
  nodeOf(graph, below.parent);
  return [added, { type: 'NodesLinked', data: { ...below, child: node } }];
};

const change = ({ node: id, changes: wanted, record }: Command<'ChangeNode'>, graph: WorkflowGraph): Events => {
  const node = nodeOf(graph, id);
  const changes = effectiveChanges(node, wanted);
  if (wanted.identifier !== undefined && wanted.identifier !== node.identifier)
    demandFreeIdentifier(wanted.identifier, graph);
  return changes.length === 0 ? [] : [{ type: 'NodeChanged', data: { node: id, changes, ...record } }];
};

const demandFreeIdentifier = (identifier: string, { nodes }: WorkflowGraph): void => {
  for (const node of nodes.values())
    if (node.identifier === identifier)
      throw invalid(
        {
          __all__: ['Workflow job template node with this Identifier and Workflow job template already exists.'],
        },
        'IDENTIFIER_TAKEN',
      );
};

const remove = ({ id, identifier }: TemplateNode, { edges }: WorkflowGraph): Events => {
  const gone = edges
    .filter(({ from, to }) => from === id || to === id)
    .map(({ from, to, kind }) => ({ parent: from, child: to, kind }));
  return [{ type: 'NodeRemoved', data: { node: id, identifier, edges: gone, roots: rootsAfter(edges, id) } }];
};

const link = (wanted: Link, graph: WorkflowGraph): Events => {
  nodeOf(graph, wanted.parent);
  const judged = judgeLink(graph, wanted);
  if (judged === 'exists') return [];
  if (judged === 'new') return [{ type: 'NodesLinked', data: wanted }];
  return [{ type: 'LinkRefused', data: { ...wanted, reason: judged } }];
};

const attachCredential = ({ node: id, credential, target, present }: CredentialOffer, node: TemplateNode): Events => {
  if (node.credentials.some((held) => !present.some((known) => known.id === held))) throw overtaken();
  const data = { node: id, credential: { id: credential.id, name: credential.name } };
  const held = present.filter((known) => node.credentials.includes(known.id));
  const refusal = savedCredentialRefusal(node.template && target, credential, held);
  return refusal
    ? [{ type: 'CredentialAssociationRefused', data: { ...data, rule: refusal.code, message: refusal.message } }]
    : [{ type: 'NodeCredentialAttached', data: { ...data, exclusivityKey: exclusivityKey(credential) } }];
};

const refuseCredential = ({ data }: Command<'RefuseNodeCredential'>, graph: WorkflowGraph): Events => {
  nodeOf(graph, data.node);
  return [{ type: 'CredentialAssociationRefused', data }];
};

/** The caller judged by a list that has grown since. */
const overtaken = (): DomainError =>
  new DomainError('retry', 'NODE_CHANGED', { detail: 'Someone else changed the node meanwhile; try again.' });

const changeLabels = ({ type, data }: Command<'AttachNodeLabel' | 'DetachNodeLabel'>, node: TemplateNode): Events => {
  const isThere = node.labels.includes(data.label.id);
  if (type === 'AttachNodeLabel') return isThere ? [] : [{ type: 'NodeLabelAttached', data }];
  return isThere ? [{ type: 'NodeLabelDetached', data }] : [];
};

type GroupCommand = Command<'AttachNodeInstanceGroup' | 'DetachNodeInstanceGroup'>;

const changeInstanceGroups = ({ type, instanceGroup }: GroupCommand, { id, instanceGroups }: TemplateNode): Events => {
  const others = instanceGroups.filter((group) => group !== instanceGroup);
  const isThere = others.length < instanceGroups.length;
  const attaches = type === 'AttachNodeInstanceGroup';
  if (attaches === isThere) return [];
  const next = attaches ? [...others, instanceGroup] : others;
  return [{ type: 'NodeInstanceGroupsChanged', data: { node: id, instanceGroups: next } }];
};
