import { IntegerMap } from '@domain/kernel';
import type { DispatcherEvent, Slot } from './messages.js';

export interface DispatcherState {
  /** Active jobs by id. */
  readonly slots: IntegerMap<Slot>;
  /** Events since the state was last written out as a whole. */
  readonly eventsSinceCarryOver: number;
}

export const initial: DispatcherState = { slots: IntegerMap.empty(), eventsSinceCarryOver: 0 };

/** Jobs that hold a slot, by id. */
export const heldSlots = ({ slots }: DispatcherState): readonly Slot[] =>
  [...slots.values()].sort((a, b) => a.job - b.job);

/** One case per event: a new event fails to compile here. */
export const evolve = (state: DispatcherState, event: DispatcherEvent): DispatcherState => {
  const eventsSinceCarryOver = state.eventsSinceCarryOver + 1;
  switch (event.type) {
    case 'SlotClaimed':
      return { slots: state.slots.with(event.data.job, event.data), eventsSinceCarryOver };
    case 'SlotReleased':
      return { slots: state.slots.without(event.data.job), eventsSinceCarryOver };
    case 'SlotsCarriedOver':
      return { slots: IntegerMap.of(event.data.slots.map((slot) => [slot.job, slot])), eventsSinceCarryOver: 0 };
  }
};
