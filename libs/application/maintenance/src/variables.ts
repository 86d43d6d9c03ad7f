import { type Json, Numeral } from '@domain/kernel';

const USUAL_DAYS = 90;
const DAY_MS = 86_400_000;

const numberOf = (value: Json | undefined): number => {
  if (value instanceof Numeral) return Number(value.text);
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
};

/** How old, in days; what cannot be read counts as not given. */
export const daysOf = (value: Json | undefined): number => {
  const days = numberOf(value);
  return Number.isFinite(days) && days >= 0 ? days : USUAL_DAYS;
};

/** A whole number of at least one and at most `most`. */
export const batchOf = (value: Json | undefined, most: number): number => {
  const size = Math.floor(numberOf(value));
  return size >= 1 ? Math.min(size, most) : most;
};

/** Python's truth, as AWX reads the variable. */
export const isWanted = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== false && value !== '' && numberOf(value) !== 0;

/** The moment so many days before; a number of days that no calendar holds is the beginning of it. */
export const daysBefore = (now: string, days: number): string => {
  const moment = new Date(Math.max(Date.parse(now) - days * DAY_MS, 0));
  return moment.toISOString().replace('Z', '000Z');
};
