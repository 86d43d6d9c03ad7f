import { IntegerMap } from '@domain/kernel';
import { withPrompt } from '@domain/launch';
import type { EdgeKind, Link, NodeTemplate, NodeFieldChange, SavedNode, WorkflowGraphEvent } from './messages.js';

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
}

export interface TemplateNode extends SavedNode {
  readonly id: number;
  readonly credentials: readonly number[];
  readonly labels: readonly number[];
  /** In the order in which they are tried. */
  readonly instanceGroups: readonly number[];
}

/** The nodes of one workflow template and how they follow each other. Never holds a cycle. */
export interface WorkflowGraph {
  /** False before the template was created and after it was deleted. */
  readonly exists: boolean;
  readonly nodes: IntegerMap<TemplateNode>;
  /** In the order in which they were drawn; at most one per pair of nodes. */
  readonly edges: readonly Edge[];
}

export const initial: WorkflowGraph = { exists: false, nodes: IntegerMap.empty(), edges: [] };

/** The resource's events that say whether there is a template to draw in. */
type LifeEvent = { readonly type: 'WorkflowTemplateCreated' | 'WorkflowTemplateDeleted'; readonly data: object };
type Folded = WorkflowGraphEvent | LifeEvent;
type Data<Type extends Folded['type']> = Extract<Folded, { readonly type: Type }>['data'];
type Folds = { readonly [Type in Folded['type']]: (graph: WorkflowGraph, data: Data<Type>) => WorkflowGraph };

const unchanged = (graph: WorkflowGraph): WorkflowGraph => graph;

const FOLDS: Folds = {
  WorkflowTemplateCreated: (graph) => ({ ...graph, exists: true }),
  WorkflowTemplateDeleted: () => initial,
  NodeAdded: (graph, { node, identifier, template, converge, prompts }) => {
    const added = {
      id: node,
      identifier,
      template,
      converge,
      prompts,
      credentials: [],
      labels: [],
      instanceGroups: [],
    };
    return { ...graph, nodes: graph.nodes.with(node, added) };
  },
  NodeChanged: (graph, { node, changes }) => altered(graph, node, (before) => changes.reduce(changed, before)),
  NodeRemoved: (graph, { node }) => ({
    ...graph,
    nodes: graph.nodes.without(node),
    edges: graph.edges.filter(({ from, to }) => from !== node && to !== node),
  }),
  NodeTemplateLost: (graph, { node }) => altered(graph, node, (before) => ({ ...before, template: null })),
  NodesLinked: (graph, { parent, child, kind }) => ({
    ...graph,
    edges: [...graph.edges, { from: parent, to: child, kind }],
  }),
  NodesUnlinked: (graph, link) => ({ ...graph, edges: graph.edges.filter((edge) => !isEdge(edge, link)) }),
  LinkRefused: unchanged,
  NodeCredentialAttached: (graph, { node, credential }) =>
    altered(graph, node, (before) => ({ ...before, credentials: [...before.credentials, credential.id] })),
  NodeCredentialDetached: (graph, { node, credential }) =>
    altered(graph, node, (before) => ({
      ...before,
      credentials: before.credentials.filter((id) => id !== credential.id),
    })),
  CredentialAssociationRefused: unchanged,
  NodeLabelAttached: (graph, { node, label }) =>
    altered(graph, node, (before) => ({ ...before, labels: [...before.labels, label.id] })),
  NodeLabelDetached: (graph, { node, label }) =>
    altered(graph, node, (before) => ({ ...before, labels: before.labels.filter((id) => id !== label.id) })),
  NodeInstanceGroupsChanged: (graph, { node, instanceGroups }) =>
    altered(graph, node, (before) => ({ ...before, instanceGroups })),
};

/** One fold per event, by type. Other events of the template lie on the same stream and leave the graph as it is. */
export const evolve = (graph: WorkflowGraph, event: Folded): WorkflowGraph => {
  const fold = Object.hasOwn(FOLDS, event.type) ? FOLDS[event.type] : unchanged;
  return fold(graph, event.data as never);
};

export const isEdge = ({ from, to, kind }: Edge, link: Link): boolean =>
  from === link.parent && to === link.child && kind === link.kind;

const altered = (graph: WorkflowGraph, id: number, alter: (before: TemplateNode) => TemplateNode): WorkflowGraph => {
  const before = graph.nodes.get(id);
  if (!before) throw new Error(`workflow graph has no node ${id}`);
  return { ...graph, nodes: graph.nodes.with(id, alter(before)) };
};

const changed = (node: TemplateNode, change: NodeFieldChange): TemplateNode => {
  const { field, new: value } = change;
  switch (field) {
    case 'identifier':
      return { ...node, identifier: value as string };
    case 'converge':
      return { ...node, converge: value as boolean };
    case 'template':
      return { ...node, template: value as unknown as NodeTemplate | null };
    default:
      return { ...node, prompts: withPrompt(node.prompts, change) };
  }
};
