import type { Actor, DomainEvent, EventCatalog } from '@domain/kernel';

/** Stream `operations`: what those who run the installation did to its works. */
export type OperationsEvent = DomainEvent<'ParkedEventsReplayed', ParkedEventsReplayed>;

/** An event that was put aside, by where it lies, and who could not handle it. */
export interface ParkedPlace {
  /** A process manager, or a group of consumers. */
  readonly handler: string;
  readonly stream: string;
  readonly revision: number;
}

export interface ParkedEventsReplayed {
  readonly by: Actor;
  readonly count: number;
  /** The first {@link MOST_PLACES} of them. */
  readonly places: readonly ParkedPlace[];
}

export interface ReplayParkedEvents {
  readonly type: 'ReplayParkedEvents';
  readonly by: Actor;
  /** All that are put aside. */
  readonly places: readonly ParkedPlace[];
}

/** Keeps an event well below what a log takes at once. */
export const MOST_PLACES = 1000;

export const operationsCatalog: EventCatalog<OperationsEvent> = {
  ParkedEventsReplayed: {
    schema: 1,
    about:
      'An administrator had the events that were put aside handled once more. Whoever has some put aside does it now.',
  },
};
