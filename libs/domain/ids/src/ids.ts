import type { Decider } from '@domain/kernel';
import type { IdsEvent, ReserveIds } from './messages.js';

/** Highest id reserved so far, by space; spaces never used are absent. */
export type ReservedIds = ReadonlyMap<string, number>;

/** Blocks of one space follow each other without gap or overlap, from 1. Every repeat of the command is a new block. */
export const ids: Decider<ReservedIds, ReserveIds, IdsEvent> = {
  initial: new Map(),
  decide: ({ space, count }, reserved) => {
    if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`not a number of ids: ${count}`);
    const before = reserved.get(space) ?? 0;
    return [{ type: 'IdBlockReserved', data: { space, from: before + 1, to: before + count } }];
  },
  evolve: (reserved, { data }) => new Map(reserved).set(data.space, data.to),
};
