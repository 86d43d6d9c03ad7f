import {
  type CalendarDay,
  calendarDay,
  DAY,
  dayNumber,
  HOUR,
  MINUTE,
  monthLength,
  SECOND,
  type Wall,
  weekdayOf,
} from './calendar.js';
import { matchesDay } from './day-filter.js';
import type { Budget } from './budget.js';
import type { Rule } from './rule.js';

/** What a rule has in one of its periods: every day of the list at every time of the list. */
export interface Period {
  readonly days: readonly number[];
  /** Milliseconds since the day began. */
  readonly times: readonly number[];
}

const NOTHING: Period = { days: [], times: [] };

/** Days from `from` on that come into question. */
interface Span {
  readonly from: number;
  readonly length: number;
}

/** The periods of a rule, numbered from 0 at DTSTART: year by year, hour by hour, an interval apart. */
export class Periods {
  private readonly startDay: CalendarDay;
  private readonly times: readonly number[];
  /** What looking at one day costs. */
  private readonly weight: number;
  private last: { readonly index: number; readonly period: Period } | undefined;
  private day: { readonly number: number; readonly matches: boolean } | undefined;

  constructor(
    readonly rule: Rule,
    private readonly budget: Budget,
  ) {
    this.startDay = calendarDay(Math.floor(rule.start / DAY));
    this.times = timesOf(rule);
    this.weight = 1 + listedIn(rule) / 16;
    budget.spend(this.times.length);
  }

  /** Of the last period that begins at that time or before it; negative before DTSTART. */
  indexAt(wall: Wall): number {
    const { frequency, interval, start } = this.rule;
    const day = Math.floor(wall / DAY);
    switch (frequency) {
      case 'YEARLY':
        return Math.floor((calendarDay(day).year - this.startDay.year) / interval);
      case 'MONTHLY':
        return Math.floor((monthsOf(calendarDay(day)) - monthsOf(this.startDay)) / interval);
      case 'WEEKLY':
        return Math.floor((day - this.firstWeek()) / 7 / interval);
      case 'DAILY':
        return Math.floor((day - this.startDay.number) / interval);
      case 'HOURLY':
        return Math.floor((Math.floor(wall / HOUR) - Math.floor(start / HOUR)) / interval);
      case 'MINUTELY':
        return Math.floor((Math.floor(wall / MINUTE) - Math.floor(start / MINUTE)) / interval);
    }
  }

  /** When the period of that number begins; the day is enough for those of a day and longer. */
  beginOf(index: number): Wall {
    const { frequency, interval, start } = this.rule;
    if (frequency === 'HOURLY') return (Math.floor(start / HOUR) + index * interval) * HOUR;
    if (frequency === 'MINUTELY') return (Math.floor(start / MINUTE) + index * interval) * MINUTE;
    return this.span(index).from * DAY;
  }

  at(index: number): Period {
    if (this.last?.index === index) return this.last.period;
    const { frequency } = this.rule;
    const period = frequency === 'HOURLY' || frequency === 'MINUTELY' ? this.short(index) : this.long(index);
    this.last = { index, period };
    return period;
  }

  /** Number of the nearest period in that direction that may have something: days and hours that are excluded are passed over. */
  next(index: number, direction: 1 | -1): number {
    const { frequency, hours } = this.rule;
    if (frequency !== 'HOURLY' && frequency !== 'MINUTELY') return index + direction;
    const begin = this.beginOf(index);
    if (!this.matches(Math.floor(begin / DAY))) return this.past(begin, DAY, index, direction);
    if (frequency === 'MINUTELY' && hours !== null && !hours.includes(Math.floor((begin % DAY) / HOUR)))
      return this.past(begin, HOUR, index, direction);
    return index + direction;
  }

  /** Leaves the day or hour around `begin`. */
  private past(begin: Wall, unit: number, index: number, direction: 1 | -1): number {
    const unitBegin = Math.floor(begin / unit) * unit;
    if (direction === -1) return Math.min(index - 1, this.indexAt(unitBegin - 1));
    return Math.max(index + 1, this.indexAt(unitBegin + unit - 1) + 1);
  }

  private long(index: number): Period {
    this.budget.spend(1);
    return { days: this.candidates(index).filter((day) => this.check(day)), times: this.times };
  }

  /** Days of a period that come into question: those that days of the month or year name, as far as they are named. */
  private candidates(index: number): readonly number[] {
    const { frequency, months, monthDays, yearDays } = this.rule;
    const { from, length } = this.span(index);
    if (frequency !== 'YEARLY' && frequency !== 'MONTHLY') return daysFrom(from, length);
    if (frequency === 'YEARLY' && yearDays !== null) return named(yearDays, from, length);
    const { year, month } = calendarDay(from);
    const all = frequency === 'MONTHLY' ? [month] : (months ?? EVERY_MONTH);
    return all.flatMap((one) => {
      const [first, size] = [dayNumber(year, one, 1), monthLength(year, one)];
      return monthDays === null ? daysFrom(first, size) : named(monthDays, first, size);
    });
  }

  private short(index: number): Period {
    this.budget.spend(1);
    const begin = this.beginOf(index);
    const day = Math.floor(begin / DAY);
    const time = begin - day * DAY;
    const { frequency, hours, minutes, seconds } = this.rule;
    if (!this.matches(day) || !(hours?.includes(Math.floor(time / HOUR)) ?? true)) return NOTHING;
    if (frequency === 'HOURLY')
      return {
        days: [day],
        times: product([time], minutes ?? [], MINUTE).flatMap((at) => product([at], seconds, SECOND)),
      };
    if (!(minutes?.includes(Math.floor((time % HOUR) / MINUTE)) ?? true)) return NOTHING;
    return { days: [day], times: product([time], seconds, SECOND) };
  }

  private matches(day: number): boolean {
    if (this.day?.number !== day) this.day = { number: day, matches: this.check(day) };
    return this.day.matches;
  }

  private check(day: number): boolean {
    this.budget.spend(this.weight);
    return matchesDay(this.rule, calendarDay(day));
  }

  private span(index: number): Span {
    const { frequency, interval } = this.rule;
    const { year, number } = this.startDay;
    if (frequency === 'YEARLY') return spanOfMonths((year + index * interval) * 12, 12);
    if (frequency === 'MONTHLY') return spanOfMonths(monthsOf(this.startDay) + index * interval, 1);
    if (frequency === 'DAILY') return { from: number + index * interval, length: 1 };
    const from = this.firstWeek() + index * interval * 7;
    // the first week begins with DTSTART: places in it are counted from there
    return index === 0 ? { from: number, length: from + 7 - number } : { from, length: 7 };
  }

  private firstWeek(): number {
    const { number } = this.startDay;
    return number - ((weekdayOf(number) - this.rule.weekStart + 7) % 7);
  }
}

const listedIn = ({ months, weekNumbers, yearDays, monthDays, weekdays, easter }: Rule): number =>
  [months, weekNumbers, yearDays, monthDays, weekdays, easter].reduce((sum, list) => sum + (list?.length ?? 0), 0);

const EVERY_MONTH: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

const daysFrom = (first: number, length: number): readonly number[] =>
  Array.from({ length }, (_unused, index) => first + index);

/** Places in a month or year, from its end when negative, as days in order. */
const named = (places: readonly number[], first: number, length: number): readonly number[] => {
  const days = places.map((place) => (place > 0 ? first + place - 1 : first + length + place));
  return [...new Set(days)].filter((day) => day >= first && day < first + length).sort((one, other) => one - other);
};

const monthsOf = ({ year, month }: CalendarDay): number => year * 12 + month - 1;

const spanOfMonths = (first: number, count: number): Span => {
  const [year, month] = [Math.floor(first / 12), (first % 12) + 1];
  const from = dayNumber(year, month, 1);
  return { from, length: count === 1 ? monthLength(year, month) : dayNumber(year + 1, month, 1) - from };
};

/** Times of day of rules that go by days. */
const timesOf = ({ frequency, hours, minutes, seconds }: Rule): readonly number[] =>
  frequency === 'HOURLY' || frequency === 'MINUTELY'
    ? []
    : product(product(product([0], hours ?? [], HOUR), minutes ?? [], MINUTE), seconds, SECOND);

const product = (bases: readonly number[], values: readonly number[], unit: number): number[] =>
  bases.flatMap((base) => values.map((value) => base + value * unit));
