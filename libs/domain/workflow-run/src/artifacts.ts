import { type Json, type JsonObject, withEntries } from '@domain/kernel';
import type { PlannedNode } from './graph.js';
import type { Progress } from './judge.js';
import type { ArtifactsMergedData } from './messages.js';
import type { Inherited, NodeProgress } from './state.js';

type Origin = Pick<ArtifactsMergedData['origins'][string], 'node' | 'job'>;
type Merged = Map<string, { readonly value: Json; readonly origin: Origin; readonly overrode: ReadonlySet<number> }>;

/**
 * What a node inherits: parents ascending by node id, of each what it had inherited itself and then its own artifacts,
 * later ones win key by key (spec precedence.md §5). Null when there is nothing.
 */
export const inheritedBy = ({ parents }: PlannedNode, progress: Progress): Inherited | null => {
  const merged: Merged = new Map();
  for (const { parent } of parents) {
    const node = progress.get(parent);
    if (node?.state !== 'finished') continue;
    const own = { node: parent, job: node.job.id };
    const { values, origins } = node.inherited ?? NOTHING;
    for (const [key, value] of Object.entries(values)) put(merged, key, value, origins[key] ?? own);
    for (const [key, value] of Object.entries(node.artifacts ?? {})) put(merged, key, value, own);
  }
  return merged.size === 0 ? null : asInherited(merged);
};

export const NOTHING: Inherited = { values: {}, origins: {} };

const put = (merged: Merged, key: string, value: Json, { node, job }: Origin): void => {
  const former = merged.get(key);
  const overrode = new Set(former?.overrode);
  if (former) overrode.add(former.origin.node);
  overrode.delete(node);
  merged.set(key, { value, origin: { node, job }, overrode });
};

const asInherited = (merged: Merged): Inherited => ({
  values: withEntries([...merged].map(([key, { value }]) => [key, value])),
  origins: Object.fromEntries(
    [...merged].map(([key, { origin, overrode }]) => [key, { ...origin, overrode: [...overrode] }]),
  ),
});

/**
 * What a workflow job hands on to the workflow around it: artifacts of its successful and failed jobs, by finish time and
 * then by job id, later ones win (spec precedence.md §5). Null when there is nothing.
 */
export const effectiveArtifacts = (nodes: Iterable<NodeProgress>): JsonObject | null => {
  const counted = [...nodes].flatMap((node) => (node.state === 'finished' && counts(node) ? [node] : []));
  counted.sort((a, b) => order(a.finishedAt, b.finishedAt) || a.job.id - b.job.id);
  const entries = counted.flatMap(({ artifacts }) => Object.entries(artifacts ?? {}));
  return entries.length === 0 ? null : withEntries(entries);
};

const counts = ({ status }: { readonly status: string }): boolean => status === 'successful' || status === 'failed';

/** Times are ISO 8601 in UTC, so their texts sort as they do. */
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
