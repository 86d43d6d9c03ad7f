// The workflow of every measurement, as data.
//
//   root ─success─┬─ left ───┬─success─ join (ALL) ─┬─success─ after
//                 ├─ middle ─┤                      ├─failure─ rescue   never runs
//                 └─ right ──┘                      └─always── always
export const NODES = ['root', 'left', 'middle', 'right', 'join', 'after', 'rescue', 'always'];

/** Nodes that wait for all their parents. */
export const CONVERGING = new Set(['join']);

export const EDGES = [
  ['root', 'success', 'left'],
  ['root', 'success', 'middle'],
  ['root', 'success', 'right'],
  ['left', 'success', 'join'],
  ['middle', 'success', 'join'],
  ['right', 'success', 'join'],
  ['join', 'success', 'after'],
  ['join', 'failure', 'rescue'],
  ['join', 'always', 'always'],
];

export const parentsOf = (node) => EDGES.filter(([, , to]) => to === node).map(([from]) => from);

/** Nodes that get a job. */
export const RUN = NODES.length - 1;

/** Each node that runs is spawned and ends, the other one is skipped. */
export const TRANSITIONS = 2 * RUN + 1;

/** Bytes of the artifact that each job leaves. */
export const ARTIFACT_BYTES = 200;
