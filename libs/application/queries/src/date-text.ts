import { badValue } from './refusals.js';

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d*)?)?`;
const ZONE = String.raw`(Z|[+-]\d{2}(?::?\d{2})?)?`;
const PATTERN = new RegExp(String.raw`^${DATE}(?:[T ]${TIME}\s*${ZONE})?$`, 'i');
const MINUTE = 60_000;

/**
 * A time as rows hold it, ISO 8601 UTC with six decimals, from what Django takes: a date, or date and time, UTC unless an offset is given.
 * @throws DomainError 400
 */
export const readDateTime = (text: string): string => {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    PATTERN.exec(text) ?? [];
  if (!year) throw badValue(text, 'has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format.');
  const local = [year, month, day, hour, minute, second].map(Number);
  const at = new Date(Date.UTC(...(local.with(1, (local[1] ?? 0) - 1) as [number, number])));
  if (!isSame(at, local)) throw badValue(text, 'has the correct format but it is an invalid date/time.');
  at.setTime(at.getTime() - offsetOf(zone) * MINUTE);
  return `${at.toISOString().slice(0, 19)}.${fraction.padEnd(6, '0')}Z`;
};

/** JavaScript rolls February 30 over to March; Django refuses it. */
const isSame = (at: Date, fields: readonly number[]): boolean => {
  const read = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()];
  return [...read, at.getUTCSeconds()].every((value, i) => value === fields[i]);
};

const offsetOf = (zone: string): number => {
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};
