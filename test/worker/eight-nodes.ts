import type { NodeDraft } from '@testing/launches';

//   root ─success─┬─ left ───┬─success─ join ─┬─success─ after
//                 ├─ middle ─┤                ├─failure─ rescue   never runs
//                 └─ right ──┘                └─always── always
const IDENTIFIERS = ['root', 'left', 'middle', 'right', 'join', 'after', 'rescue', 'always'];

export const EDGES = [
  ...['left', 'middle', 'right'].flatMap((side) => [`root success ${side}`, `${side} success join`]),
  ...['join success after', 'join failure rescue', 'join always always'],
];

/** The nodes that get a job, sorted. */
export const THOSE_THAT_RUN = IDENTIFIERS.filter((identifier) => identifier !== 'rescue').sort();

export const HOW_THEY_END = Object.fromEntries(
  IDENTIFIERS.map((identifier) => [identifier, identifier === 'rescue' ? 'skipped' : 'successful']),
);

/** All of them run one job template. */
export const nodesOf = (template: number): readonly NodeDraft[] =>
  IDENTIFIERS.map((identifier) => ({ identifier, template: { id: template, kind: 'job_template' } }));
