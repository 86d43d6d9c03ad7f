/** A time without a zone: what a clock on the wall shows, in milliseconds since 1970 began on that clock. */
export type Wall = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A day with everything that parts of rules look at. */
export interface CalendarDay {
  /** Days since 1970-01-01. */
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 0 = Monday. */
  readonly weekday: number;
  /** 1 = January 1st. */
  readonly yearDay: number;
  readonly monthLength: number;
  readonly yearLength: number;
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_OF_400_YEARS = 146_097;
const DAYS_FROM_MARCH_OF_YEAR_0 = 719_468;

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const monthLength = (year: number, month: number): number =>
  month === 2 && isLeap(year) ? 29 : (MONTH_LENGTHS[month - 1] as number);

/** Number of a day of the Gregorian calendar; years are counted from March, so that the leap day comes last. */
export const dayNumber = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_OF_400_YEARS + yearOfEra * 365 + leapDays + dayOfYear - DAYS_FROM_MARCH_OF_YEAR_0;
};

/** The inverse of `dayNumber`. */
const civilOf = (number: number): Pick<CalendarDay, 'year' | 'month' | 'day'> => {
  const shifted = number + DAYS_FROM_MARCH_OF_YEAR_0;
  const era = Math.floor(shifted / DAYS_OF_400_YEARS);
  const dayOfEra = shifted - era * DAYS_OF_400_YEARS;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
};

export const weekdayOf = (number: number): number => (((number + 3) % 7) + 7) % 7;

export const calendarDay = (number: number): CalendarDay => {
  const { year, month, day } = civilOf(number);
  return {
    number,
    year,
    month,
    day,
    weekday: weekdayOf(number),
    yearDay: number - dayNumber(year, 1, 1) + 1,
    monthLength: monthLength(year, month),
    yearLength: isLeap(year) ? 366 : 365,
  };
};

/** No rule is followed beyond the year 9999: later years have more digits, and times are compared as text. */
export const END_OF_TIME = dayNumber(10_000, 1, 1) * DAY;

const two = (value: number): string => String(value).padStart(2, '0');

/** `2030-01-15T12:00:00` */
export const wallText = (wall: Wall): string => {
  const { year, month, day } = civilOf(Math.floor(wall / DAY));
  const seconds = Math.floor((wall - Math.floor(wall / DAY) * DAY) / SECOND);
  const [hour, minute, second] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
};

/** `20300115T120000`, as rules write it. */
export const compactText = (wall: Wall): string => wallText(wall).replaceAll(/[-:]/g, '');

/** Reads `20300115T120000` or `20300115T1200`. Undefined when there is no such time. */
export const readWall = (text: string): Wall | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?$/.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0)) as Clock;
  const isDay = within(year, 1, 9999) && within(month, 1, 12) && within(day, 1, monthLength(year, month));
  const isTime = within(hour, 0, 23) && within(minute, 0, 59) && within(second, 0, 59);
  if (!isDay || !isTime) return undefined;
  return dayNumber(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second * SECOND;
};

type Clock = [number, number, number, number, number, number];

const within = (value: number, min: number, max: number): boolean => value >= min && value <= max;
