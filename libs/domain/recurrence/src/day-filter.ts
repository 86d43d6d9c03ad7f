import { type CalendarDay, calendarDay, dayNumber } from './calendar.js';
import type { Rule, Weekday } from './rule.js';

/** Whether the rule lets something happen on that day. */
export const matchesDay = (rule: Rule, day: CalendarDay): boolean =>
  holds(rule.months, (months) => months.includes(day.month)) &&
  holds(rule.weekdays, (weekdays) => weekdays.some((weekday) => isWeekday(rule, weekday, day))) &&
  holds(rule.monthDays, (days) => eitherWay(days, day.day, day.monthLength)) &&
  holds(rule.yearDays, (days) => eitherWay(days, day.yearDay, day.yearLength)) &&
  holds(rule.weekNumbers, (weeks) => isInWeeks(weeks, rule.weekStart, day)) &&
  holds(rule.easter, (days) => days.includes(day.number - easterOf(day.year)));

const holds = <T>(values: readonly T[] | null, condition: (values: readonly T[]) => boolean): boolean =>
  values === null || condition(values);

/** Counted from the begin, or from the end with a negative number. */
const eitherWay = (values: readonly number[], place: number, length: number): boolean =>
  values.includes(place) || values.includes(place - length - 1);

const isWeekday = ({ frequency, months }: Rule, { day: weekday, nth }: Weekday, day: CalendarDay): boolean => {
  if (day.weekday !== weekday) return false;
  if (nth === null || (frequency !== 'MONTHLY' && frequency !== 'YEARLY')) return true;
  const isOfYear = frequency === 'YEARLY' && months === null;
  const [place, length] = isOfYear ? [day.yearDay, day.yearLength] : [day.day, day.monthLength];
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
};

/** A week belongs to the year that has most of it; weeks that reach into another year count there only as its first or last. */
const isInWeeks = (numbers: readonly number[], weekStart: number, { number, year, weekday }: CalendarDay): boolean => {
  const middle = calendarDay(number - ((weekday - weekStart + 7) % 7) + 3);
  const week = Math.ceil(middle.yearDay / 7);
  if (middle.year === year) return numbers.includes(week) || numbers.includes(week - weeksOf(year, weekStart) - 1);
  return numbers.includes(week) || (middle.year < year && numbers.includes(-1));
};

const weeksOf = (year: number, weekStart: number): number => {
  const last = calendarDay(dayNumber(year, 12, 28));
  return Math.ceil(calendarDay(last.number - ((last.weekday - weekStart + 7) % 7) + 3).yearDay / 7);
};

/** Easter Sunday of the Western churches (the anonymous Gregorian algorithm). */
const easterOf = (year: number): number => {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const epact = moon - (moon > 28 || (moon === 28 && golden > 10) ? 1 : 0);
  const sunday = (year + Math.floor(year / 4) + epact + 2 - century + Math.floor(century / 4)) % 7;
  return dayNumber(year, 3, 28) + epact - sunday;
};
