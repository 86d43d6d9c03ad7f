import type { Decider } from '@domain/kernel';
import type { RecordRefusal, Refusal, RefusalEvent } from './messages.js';

/** Different refusals of a user that one hour keeps: nobody fills the log by being refused. */
export const MOST_PER_HOUR = 50;

/** What the hour of the last refusal has seen. */
export interface Refusals {
  readonly hour: string;
  readonly seen: readonly string[];
  readonly isFull: boolean;
}

const hourOf = (at: string): string => at.slice(0, 'YYYY-MM-DDTHH'.length);

/** The same attempt, however often it is repeated and at whatever moment. */
const attempt = ({ type, data: { at: _at, ...what } }: Refusal): string => JSON.stringify([type, what]);

const within = (refusals: Refusals, at: string): Refusals =>
  refusals.hour === hourOf(at) ? refusals : { hour: hourOf(at), seen: [], isFull: false };

/** Each attempt is recorded once an hour, and no more than so many different ones. */
export const refusals: Decider<Refusals, RecordRefusal, RefusalEvent> = {
  initial: { hour: '', seen: [], isFull: false },
  decide: ({ refusal }, state) => {
    const { at } = refusal.data;
    const { seen, isFull } = within(state, at);
    if (isFull || seen.includes(attempt(refusal))) return [];
    return seen.length < MOST_PER_HOUR ? [refusal] : [{ type: 'RefusalsLeftOut', data: { at, recorded: seen.length } }];
  },
  evolve: (state, event) => {
    const now = within(state, event.data.at);
    if (event.type === 'RefusalsLeftOut') return { ...now, isFull: true };
    return { ...now, seen: [...now.seen, attempt(event)] };
  },
};

/** Of one user. */
export const refusalStream = (user: number): string => `refusals-${user}`;
