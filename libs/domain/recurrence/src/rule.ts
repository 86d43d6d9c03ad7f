import type { Wall } from './calendar.js';

export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY';

/** A day of the week, or with a number the n-th (from the end: negative) of the month or year. */
export interface Weekday {
  /** 0 = Monday. */
  readonly day: number;
  readonly nth: number | null;
}

/** What a rule restricts; null: not at all. */
export interface Limits {
  readonly months: readonly number[] | null;
  readonly weekNumbers: readonly number[] | null;
  readonly yearDays: readonly number[] | null;
  readonly monthDays: readonly number[] | null;
  readonly weekdays: readonly Weekday[] | null;
  /** Days after Easter Sunday. */
  readonly easter: readonly number[] | null;
  readonly hours: readonly number[] | null;
  readonly minutes: readonly number[] | null;
  readonly seconds: readonly number[];
  /** Places in what each period has, from its end when negative. */
  readonly positions: readonly number[] | null;
}

/** One RRULE or EXRULE with what it takes from DTSTART filled in. All lists ascend and hold nothing twice. */
export interface Rule extends Limits {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last moment, on the clock of DTSTART's zone. */
  readonly until: Wall | null;
  /** 0 = Monday. */
  readonly weekStart: number;
  readonly start: Wall;
}

/** What a text like `DTSTART… RRULE… EXRULE…` says. */
export interface Recurrence {
  /** As it was written. */
  readonly zone: string;
  readonly start: Wall;
  readonly rules: readonly Rule[];
  readonly exceptions: readonly Rule[];
}
