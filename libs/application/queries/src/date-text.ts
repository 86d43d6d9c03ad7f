import { badValue } from './refusals.js';

const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const TIME = String.raw`(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,6})\d*)?)?`;
const ZONE = String.raw`(Z|[+-]\d{2}(?::?\d{2})?)?`;
const PATTERN = new RegExp(String.raw`^${DATE}(?:[T ]${TIME}\s*${ZONE})?$`, 'i');
const MINUTE = 60_000;

const DATE_TIME = 'YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]';
const NO_SUCH_DATE = 'has the correct format (YYYY-MM-DD) but it is an invalid date.';
const NO_SUCH_TIME = `has the correct format (${DATE_TIME}) but it is an invalid date/time.`;

/**
 * A time as rows hold it, ISO 8601 UTC with six decimals, from what Django takes: a date, or date and time, UTC unless an offset is given.
 * @throws DomainError 400
 */
export const readDateTime = (text: string): string => {
  const found = PATTERN.exec(text);
  if (!found) throw badValue(text, `has an invalid format. It must be in ${DATE_TIME} format.`);
  const fields = found.slice(1, 7).map((digits?: string) => Number(digits ?? 0));
  const [year, month, day, hour, minute, second] = fields as [number, number, number, number, number, number];
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  at.setUTCHours(hour, minute, second);
  if (!isSame(at, fields)) throw badValue(text, found[4] ? NO_SUCH_TIME : NO_SUCH_DATE);
  const [fraction = '', zone = 'Z'] = found.slice(7);
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
