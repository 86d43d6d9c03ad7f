import { type DomainError, forbidden, refused } from '@domain/kernel';
import type { Link, LinkRefusal } from './messages.js';
import { type Edge, isEdge, type WorkflowGraph } from './state.js';

/** What becomes of a wish to link two nodes; the first rule that hits, in AWX's order (spec workflows.md §2.1.5). */
export const judgeLink = ({ nodes, edges }: WorkflowGraph, link: Link): 'new' | 'exists' | LinkRefusal => {
  const { parent, child } = link;
  if (!nodes.has(child)) return 'foreign_node';
  if (parent === child) return 'cycle';
  const present = edges.find(({ from, to }) => from === parent && to === child);
  if (present) return isEdge(present, link) ? 'exists' : 'other_kind_exists';
  return leadsTo(edges, child, parent) ? 'cycle' : 'new';
};

/** Whether edges of any kind lead from one node to the other. */
const leadsTo = (edges: readonly Edge[], start: number, goal: number): boolean => {
  const children = new Map<number, number[]>();
  for (const { from, to } of edges) {
    const known = children.get(from);
    if (known) known.push(to);
    else children.set(from, [to]);
  }
  const reached = new Set([start]); // grows while it is walked
  for (const node of reached) for (const child of children.get(node) ?? []) reached.add(child);
  return reached.has(goal);
};

/** The answer to a refused link. */
export const linkRefusalError = (reason: LinkRefusal): DomainError => {
  switch (reason) {
    case 'cycle':
      return refused({ Error: 'Cycle detected.' }, 'CYCLE');
    case 'other_kind_exists':
      return refused({ Error: 'Relationship not allowed.' }, 'OTHER_EDGE_EXISTS');
    case 'foreign_node':
      return forbidden();
  }
};

/** Children of the node that lose their last parent with it. */
export const rootsAfter = (edges: readonly Edge[], removed: number): readonly number[] => {
  const elsewhere = new Set(edges.filter(({ from }) => from !== removed).map(({ to }) => to));
  return edges.filter(({ from, to }) => from === removed && !elsewhere.has(to)).map(({ to }) => to);
};
