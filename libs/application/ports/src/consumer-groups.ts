import type { LogFilter, Position, StoredEvent } from './event-log.js';

/** One event on its way to a consumer. */
export interface Delivery {
  readonly event: StoredEvent;
  /** 1 at first. Counts what this process tried, and what the store knows that others tried. */
  readonly attempt: number;
}

/** Something that went wrong and was not the end of it. */
export type GroupTrouble =
  /** The handler failed; `final` when the event is parked. */
  | (Delivery & { readonly kind: 'event'; readonly final: boolean; readonly error: unknown })
  /** The store let go of this consumer, or could not be reached: tried again after a while. */
  | { readonly kind: 'connection'; readonly failures: number; readonly error: unknown };

export interface ConsumeOptions {
  readonly group: string;
  /** What the group is about. A group that is there with another filter goes on with this one where it stopped. */
  readonly filter: LogFilter;
  /** Takes no more events once aborted; those whose handler runs are finished and acknowledged. */
  readonly signal: AbortSignal;
  /** How many events may be under way in this process. */
  readonly atOnce: number;
  /**
   * `by-stream` (the default): a stream stays with one process for as long as it can. `any`: each event goes to the next process, for
   * streams that are shared work themselves.
   */
  readonly sharing?: 'by-stream' | 'any';
  /** Events of one key are handled one after another, others side by side; by default the stream. */
  readonly key?: (event: StoredEvent) => string;
  /** Waits between attempts, milliseconds; after the last one the event is parked, unless it is a store that does not answer. */
  readonly retryDelays?: readonly number[];
  /** Where a group begins that is not there yet: at this position, or at the beginning of the log. */
  readonly from?: Position;
  readonly onTrouble: (trouble: GroupTrouble) => void;
}

/** How a group stands. */
export interface GroupState {
  /** Connections of all processes. */
  readonly consumers: number;
  /** Handed out and not acknowledged. */
  readonly underWay: number;
  readonly parked: number;
  /** Everything up to here need not be delivered again, whatever crashes. */
  readonly done: Position | undefined;
  /** The newest event that the group knows of. */
  readonly newest: Position | undefined;
}

/** An event that its handler could not handle, put aside so that the rest goes on. */
export interface ParkedEvent {
  readonly event: StoredEvent;
  readonly reason: string;
}

/**
 * Shares the events of a filter out among all processes that consume the same group. At least once; in order per stream as
 * long as a stream stays with one process, which the store tries for: handlers must be harmless when repeated.
 */
export interface ConsumerGroups {
  /** Delivers until the signal aborts, through every disturbance. Creates the group when it is not there. */
  consume(options: ConsumeOptions, handle: (delivery: Delivery) => Promise<void>): Promise<void>;
  /** Null when nobody has ever consumed the group. */
  describe(group: string): Promise<GroupState | null>;
  /** What is put aside, oldest first. */
  parked(group: string): Promise<readonly ParkedEvent[]>;
  /** Everything that is put aside is delivered again. */
  replayParked(group: string): Promise<void>;
  close(): Promise<void>;
}
