import type { JsonObject } from '@domain/kernel';
import { levelOf } from './event-kinds.js';

/** What of an event the tree is made of. */
export interface TreeEvent {
  readonly counter: number;
  readonly event: string;
  readonly uuid: string;
  readonly parentUuid: string;
}

/** They tell of no step of the play and have no parent of their own. */
const META_EVENTS: ReadonlySet<string> = new Set([
  'debug',
  'verbose',
  'warning',
  'error',
  'system_warning',
  'deprecated',
]);

const isMeta = ({ event }: TreeEvent): boolean => META_EVENTS.has(event);

/** Before all output is stored. */
export const UNFINISHED: JsonObject = {
  children_summary: {},
  meta_event_nested_uuid: {},
  event_processing_finished: false,
  is_tree: true,
};

/** How many descendants each event has, for a view that folds them (spec jobs.md §6.2). Events come by counter. */
export const childrenSummary = (events: readonly TreeEvent[]): JsonObject => {
  const finished = { ...UNFINISHED, event_processing_finished: true };
  if (!isTree(events)) return { ...finished, is_tree: false };
  const adopted = adoptedMetaEvents(events);
  const parents = new Map(events.map((event) => [event.uuid, adopted.get(event.counter) ?? event.parentUuid]));
  const descendants = countDescendants(events, parents);
  const summary = events.flatMap(({ counter, uuid }, rowNumber) => {
    const numChildren = descendants.get(uuid) ?? 0;
    return numChildren === 0 ? [] : [[counter, { rowNumber, numChildren }] as const];
  });
  return {
    ...finished,
    children_summary: Object.fromEntries(summary),
    meta_event_nested_uuid: Object.fromEntries(adopted),
  };
};

/** With the strategy `free` steps interleave: then a parent may not be on the branch that is open. */
const isTree = (events: readonly TreeEvent[]): boolean => {
  const branch: (string | undefined)[] = [];
  for (const event of events) {
    if (isMeta(event)) continue;
    branch.length = levelOf(event.event);
    branch.push(event.uuid);
    if (event.parentUuid !== '' && !branch.includes(event.parentUuid)) return false;
  }
  return true;
};

/** Each meta event takes the parent of the deeper of its neighbours, by counter. */
const adoptedMetaEvents = (events: readonly TreeEvent[]): ReadonlyMap<number, string> => {
  const adopted = new Map<number, string>();
  const following = nextSteps(events);
  let before = events[0];
  events.forEach((event, index) => {
    if (!isMeta(event)) before = event;
    else {
      const after = following[index];
      const parent = deeper(before, after)?.parentUuid ?? '';
      adopted.set(event.counter, parent);
    }
  });
  return adopted;
};

const deeper = (before: TreeEvent | undefined, after: TreeEvent | undefined): TreeEvent | undefined => {
  if (!before || !after) return before ?? after;
  return levelOf(after.event) > levelOf(before.event) ? after : before;
};

/** For each event the next one that is no meta event. */
const nextSteps = (events: readonly TreeEvent[]): readonly (TreeEvent | undefined)[] => {
  const next: (TreeEvent | undefined)[] = [];
  for (let index = events.length - 1, step: TreeEvent | undefined; index >= 0; index -= 1) {
    const event = events[index];
    if (event && !isMeta(event)) step = event;
    next[index] = step;
  }
  return next;
};

const countDescendants = (
  events: readonly TreeEvent[],
  parents: ReadonlyMap<string, string>,
): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { uuid } of events) {
    const seen = new Set([uuid]);
    for (let at = parents.get(uuid); at && parents.has(at) && !seen.has(at); at = parents.get(at)) {
      seen.add(at);
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
  }
  return counts;
};
