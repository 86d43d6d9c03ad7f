import { DAY, HOUR, MINUTE, SECOND, type Wall, weekdayOf, calendarDay } from './calendar.js';
import type { Frequency, Limits, Rule, Weekday } from './rule.js';

/** The text cannot be read as a recurrence; the message says what AWX says, as far as it promises a text. */
export class UnreadableRule extends Error {
  override readonly name = 'UnreadableRule';
}

const FREQUENCIES: readonly string[] = [
  'YEARLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
] satisfies Frequency[];
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const LARGEST_INTERVAL = 1_000_000;

/** Parts as they were written, by name in capitals. */
type Written = ReadonlyMap<string, string>;

type Lists =
  'months' | 'weekNumbers' | 'yearDays' | 'monthDays' | 'easter' | 'hours' | 'minutes' | 'seconds' | 'positions';

interface ListPart {
  readonly field: Lists;
  /** Values outside never match, or are refused. */
  readonly min: number;
  readonly max: number;
  readonly refusal?: string;
}

const LISTS: Readonly<Record<string, ListPart>> = {
  BYMONTH: { field: 'months', min: 1, max: 12 },
  BYWEEKNO: { field: 'weekNumbers', min: -53, max: 53 },
  BYYEARDAY: { field: 'yearDays', min: -366, max: 366 },
  BYMONTHDAY: { field: 'monthDays', min: -31, max: 31 },
  BYEASTER: { field: 'easter', min: -366, max: 366 },
  BYHOUR: { field: 'hours', min: 0, max: 23, refusal: 'hour must be in 0..23' },
  BYMINUTE: { field: 'minutes', min: 0, max: 59, refusal: 'minute must be in 0..59' },
  BYSECOND: { field: 'seconds', min: 0, max: 59, refusal: 'second must be in 0..59' },
  BYSETPOS: {
    field: 'positions',
    ...{ min: -366, max: 366, refusal: 'bysetpos must be between 1 and 366, or between -366 and -1' },
  },
};

const OTHERS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYDAY', 'BYWEEKDAY'];

/** What follows `RRULE:` or `EXRULE:`. @param until reads an UNTIL. @throws UnreadableRule */
export const readRule = (text: string, start: Wall, until: (text: string) => Wall): Rule => {
  const parts = partsOf(text);
  const ending = parts.get('UNTIL');
  const rule: Rule = {
    frequency: frequencyOf(parts.get('FREQ')),
    interval: intervalOf(parts.get('INTERVAL') ?? '1'),
    count: parts.has('COUNT') ? integer('COUNT', parts.get('COUNT') ?? '') : null,
    until: ending === undefined ? null : until(ending),
    weekStart: weekdayIn('WKST', parts.get('WKST') ?? 'MO'),
    start,
    ...limitsOf(parts),
  };
  return withTimes(withDays(rule), parts);
};

const partsOf = (text: string): Written => {
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(';')) {
    const [name = '', value, ...more] = part.split('=');
    if (value === undefined || more.length > 0) throw new UnreadableRule(`not a part of a rule: ${part}`);
    if (!OTHERS.includes(name) && !Object.hasOwn(LISTS, name)) throw new UnreadableRule(`unknown parameter '${name}'`);
    parts.set(name, value);
  }
  return parts;
};

const invalid = (name: string, value: string): UnreadableRule => new UnreadableRule(`invalid '${name}': ${value}`);

const integer = (name: string, value: string): number => {
  if (!/^[+-]?\d{1,15}$/.test(value)) throw invalid(name, value);
  return Number(value);
};

const frequencyOf = (value: string | undefined): Frequency => {
  if (value === undefined) throw new UnreadableRule('FREQ is required');
  if (!FREQUENCIES.includes(value)) throw invalid('FREQ', value);
  return value as Frequency;
};

/** An interval of 0 makes the reference loop for ever. */
const intervalOf = (value: string): number => {
  const interval = integer('INTERVAL', value);
  if (interval < 1) throw new UnreadableRule('INTERVAL must be a positive integer');
  return Math.min(interval, LARGEST_INTERVAL);
};

const weekdayIn = (name: string, value: string): number => {
  const day = WEEKDAYS.indexOf(value);
  if (day < 0) throw invalid(name, value);
  return day;
};

const limitsOf = (parts: Written): Limits => {
  const lists = Object.entries(LISTS).map(([name, part]) => [part.field, listOf(name, part, parts.get(name))] as const);
  const read = Object.fromEntries(lists) as Record<Lists, readonly number[] | null>;
  const weekdays = parts.get('BYDAY') ?? parts.get('BYWEEKDAY');
  return {
    ...read,
    seconds: read.seconds ?? [],
    weekdays: weekdays === undefined ? null : weekdays.split(',').map(weekdayOfText),
  };
};

const listOf = (name: string, part: ListPart, value: string | undefined): readonly number[] | null => {
  if (value === undefined) return null;
  const numbers = value.split(',').map((item) => integer(name, item));
  const isUsable = (number: number): boolean =>
    number >= part.min && number <= part.max && (part.field !== 'positions' || number !== 0);
  if (part.refusal !== undefined && !numbers.every(isUsable)) throw new UnreadableRule(part.refusal);
  return [...new Set(numbers.filter(isUsable))].sort((one, other) => one - other);
};

const weekdayOfText = (text: string): Weekday => {
  const [, sign = '', digits, name = ''] = /^([+-]?)(\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  if (digits === undefined && sign !== '') throw invalid('BYDAY', text);
  const nth = digits === undefined ? null : Number(`${sign}${digits}`);
  if (nth === 0) throw invalid('BYDAY', text);
  return { day: weekdayIn('BYDAY', name), nth };
};

/** Without any day the day of DTSTART is meant. */
const withDays = (rule: Rule): Rule => {
  const { frequency, weekNumbers, yearDays, monthDays, weekdays, easter } = rule;
  if ([weekNumbers, yearDays, monthDays, weekdays, easter].some((list) => list !== null)) return rule;
  const { number, month, day } = calendarDay(Math.floor(rule.start / DAY));
  if (frequency === 'YEARLY') return { ...rule, months: rule.months ?? [month], monthDays: [day] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [day] };
  return frequency === 'WEEKLY' ? { ...rule, weekdays: [{ day: weekdayOf(number), nth: null }] } : rule;
};

/** Without a time of day that of DTSTART is meant, as far as the rule does not go by hours or minutes anyway. */
const withTimes = (rule: Rule, parts: Written): Rule => {
  const { frequency, start } = rule;
  const time = start - Math.floor(start / DAY) * DAY;
  const isByMinute = frequency === 'MINUTELY';
  const isByHour = isByMinute || frequency === 'HOURLY';
  return {
    ...rule,
    hours: rule.hours ?? (isByHour ? null : [Math.floor(time / HOUR)]),
    minutes: rule.minutes ?? (isByMinute ? null : [Math.floor((time % HOUR) / MINUTE)]),
    seconds: parts.has('BYSECOND') ? rule.seconds : [Math.floor((time % MINUTE) / SECOND)],
  };
};
