import type { Kept } from '../stored-log.js';

/** An event on its way through a group. */
export interface Message {
  readonly event: Kept;
  /** Counts the events of the group. */
  readonly sequence: number;
  /** Deliveries before this one. */
  readonly retries: number;
  /** It was parked before: a checkpoint does not wait for it. */
  readonly isReplayed: boolean;
}

/** Put where it belongs, for what was delivered before comes before what was not. */
export const insert = (waiting: Message[], message: Message): void => {
  const place = waiting.findIndex(({ event }) => event.place > message.event.place);
  waiting.splice(place < 0 ? waiting.length : place, 0, message);
};
