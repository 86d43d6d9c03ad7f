import type { DomainEvent, EventCatalog } from '@domain/kernel';

/** Stream `ids`: the integer sequences of the whole installation (spec workflows.md §0). */
export type IdsEvent = DomainEvent<'IdBlockReserved', IdBlock>;

/** Ids of one space that only the process which reserved them hands out; both ends belong to it. */
export interface IdBlock {
  readonly space: string;
  readonly from: number;
  readonly to: number;
}

export interface ReserveIds {
  readonly type: 'ReserveIds';
  readonly space: string;
  /** At least 1. */
  readonly count: number;
}

export const idsCatalog: EventCatalog<IdsEvent> = {
  IdBlockReserved: { schema: 1, about: 'A run of integer ids was set aside; ids of it that are never used stay gaps.' },
};
