import type { PlannedNode } from './graph.js';
import type { Evidence, SkipRule } from './messages.js';
import type { NodeProgress } from './state.js';

/** What is known of the nodes at this point of the walk, by node id. */
export type Progress = Pick<ReadonlyMap<number, NodeProgress>, 'get'>;

/** The parents of a node, ascending by id, with what became of each. */
export const evidenceFor = ({ parents }: PlannedNode, progress: Progress): readonly Evidence[] =>
  parents.map(({ parent, kind }) => ({ parent, edge: kind, status: statusOf(progress.get(parent)) }));

const statusOf = (node: NodeProgress | undefined): Evidence['status'] => {
  if (node?.state === 'finished') return node.status;
  return node?.state === 'skipped' || node?.state === 'missing' ? node.state : 'undecided';
};

/**
 * Whether a node waits, runs, or is skipped and why (spec workflows.md §3.4, §3.5). ANY waits for every parent too: then one
 * satisfied edge is enough. ALL is given up as soon as one edge can no longer be satisfied.
 */
export const judge = (converge: boolean, parents: readonly Evidence[]): 'wait' | 'run' | SkipRule =>
  converge ? judgeAll(parents) : judgeAny(parents);

const judgeAll = (parents: readonly Evidence[]): 'wait' | 'run' | SkipRule => {
  if (parents.some(({ status }) => status === 'skipped')) return 'all_parent_skipped';
  if (parents.some((parent) => isDecided(parent) && !isSatisfied(parent))) return 'all_edge_unsatisfied';
  return parents.every(isDecided) ? 'run' : 'wait';
};

const judgeAny = (parents: readonly Evidence[]): 'wait' | 'run' | SkipRule => {
  if (parents.length === 0) return 'run';
  if (!parents.every(isDecided)) return 'wait';
  return parents.some(isSatisfied) ? 'run' : 'any_no_edge_satisfied';
};

const isDecided = ({ status }: Evidence): boolean => status !== 'undecided';

/** Every bad end and a missing template count as failure; a skipped or undecided parent satisfies nothing. */
const isSatisfied = ({ edge, status }: Evidence): boolean => {
  if (status === 'skipped' || status === 'undecided') return false;
  return edge === 'always' || (edge === 'success') === (status === 'successful');
};
