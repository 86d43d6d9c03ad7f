import type { ConsumeOptions, EventLog, LogFilter, Position } from '@application/ports';
import { Group } from './group.js';

/** Which filter a group is about, as text. */
const textOf = ({ streamPrefixes, eventTypes }: LogFilter): string =>
  JSON.stringify([streamPrefixes, eventTypes].map((list) => list && [...list].sort()));

/** All groups: one for each filter that a name ever had and that is still of use. */
export class Groups {
  private readonly named = new Map<string, Map<string, Group>>();

  constructor(private readonly log: Pick<EventLog, 'subscribe'>) {}

  get all(): readonly Group[] {
    return [...this.named.keys()].flatMap((name) => this.of(name));
  }

  of(name: string): readonly Group[] {
    return [...(this.named.get(name)?.values() ?? [])];
  }

  /** The group of this filter, which begins where those before it stand; these go when nobody needs them any more. */
  prepare({
    group: name,
    filter,
    sharing,
    from,
  }: Pick<ConsumeOptions, 'group' | 'filter' | 'sharing' | 'from'>): Group {
    const all = this.named.get(name) ?? new Map<string, Group>();
    this.named.set(name, all);
    const text = textOf(filter);
    const before = [...all].filter(([other]) => other !== text);
    const start = before.length > 0 ? earliest(before.map(([, { state }]) => state.done)) : from;
    const group =
      all.get(text) ?? new Group(this.log, { filter, ...(sharing && { sharing }), ...(start && { from: start }) });
    all.set(text, group);
    for (const [other, old] of before) {
      if (!old.isUnused) continue;
      old.end();
      all.delete(other);
    }
    return group;
  }

  close(): void {
    for (const group of this.all) group.end();
  }
}

/** Nothing is lost: where the slowest of them stands. */
const earliest = (positions: readonly (Position | undefined)[]): Position | undefined =>
  positions.reduce((one, other) => ((one ?? '') < (other ?? '') ? one : other));
