import type { Edge, EdgeKind, JobNode } from './messages.js';

export interface ParentLink {
  readonly parent: number;
  readonly kind: EdgeKind;
}

export interface PlannedNode {
  readonly node: JobNode;
  /** Ascending by node id: artifacts are merged in this order (spec precedence.md §5). */
  readonly parents: readonly ParentLink[];
  /** A failure or always edge leaves it, so its failure is answered for (spec workflows.md §3.6). */
  readonly isHandled: boolean;
}

/** The graph as the walk needs it: every node after all of its parents. */
export type Plan = readonly PlannedNode[];

/** Orders the nodes parents-first. Throws for a graph that no template allows: a cycle, an edge to a foreign node. */
export const planOf = (nodes: readonly JobNode[], edges: readonly Edge[]): Plan => {
  const parents = new Map(nodes.map(({ id }) => [id, [] as ParentLink[]]));
  const children = new Map(nodes.map(({ id }) => [id, [] as number[]]));
  const handled = new Set<number>();
  for (const { from, to, kind } of edges) {
    ownList(parents, to).push({ parent: from, kind });
    ownList(children, from).push(to);
    if (kind !== 'success') handled.add(from);
  }
  return parentsFirst(nodes, parents, children).map((node) => ({
    node,
    parents: ownList(parents, node.id).sort((a, b) => a.parent - b.parent),
    isHandled: handled.has(node.id),
  }));
};

const parentsFirst = (
  nodes: readonly JobNode[],
  parents: ReadonlyMap<number, readonly ParentLink[]>,
  children: ReadonlyMap<number, readonly number[]>,
): readonly JobNode[] => {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const open = new Map([...parents].map(([id, links]) => [id, links.length]));
  const order = [...nodes].sort((a, b) => a.id - b.id).filter(({ id }) => open.get(id) === 0);
  for (const { id } of order) {
    for (const child of children.get(id) ?? []) {
      const left = (open.get(child) ?? 0) - 1;
      open.set(child, left);
      const node = byId.get(child);
      if (left === 0 && node) order.push(node);
    }
  }
  if (order.length !== nodes.length || byId.size !== nodes.length)
    throw new Error('workflow graph has a cycle or a node twice');
  return order;
};

const ownList = <Item>(lists: ReadonlyMap<number, Item[]>, node: number): Item[] => {
  const list = lists.get(node);
  if (!list) throw new Error(`workflow graph has an edge to a foreign node: ${node}`);
  return list;
};
