import { DAY, HOUR, MINUTE, SECOND, type Wall, wallText } from './calendar.js';
import { ZONE_NAMES } from './zone-names.js';

/** Milliseconds since 1970 began in UTC. */
export type Instant = number;

const known = new Set(ZONE_NAMES);
const formats = new Map<string, Intl.DateTimeFormat>();

export const isZone = (name: string): boolean => known.has(name);

const formatOf = (zone: string): Intl.DateTimeFormat => {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
};

/** How far clocks of the zone are ahead of UTC at that moment. */
export const offsetAt = (zone: string, instant: Instant): number => {
  if (zone === 'UTC') return 0;
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?/.exec(formatOf(zone).format(instant));
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const size = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND;
  return sign === '-' ? -size : size;
};

export const wallAt = (zone: string, instant: Instant): Wall => instant + offsetAt(zone, instant);

/** The moment at which clocks show that time: the first of two in autumn, undefined for a time that spring leaves out. */
export const instantOf = (zone: string, wall: Wall): Instant | undefined => {
  const candidates = [wall - DAY, wall + DAY]
    .map((near) => wall - offsetAt(zone, near))
    .filter((instant) => wallAt(zone, instant) === wall);
  return candidates.length === 0 ? undefined : Math.min(...candidates);
};

/** The same, and for a time that is left out the moment it would have been by the clock before the change. */
export const nearestInstant = (zone: string, wall: Wall): Instant =>
  instantOf(zone, wall) ?? wall - offsetAt(zone, wall - DAY);

/** No clock of the zone shows a time up to this one after the instant. */
export const wallBefore = (zone: string, instant: Instant): Wall =>
  instant + Math.min(...[instant - DAY, instant, instant + DAY].map((near) => offsetAt(zone, near)));

const two = (value: number): string => String(value).padStart(2, '0');

/** `2030-01-15T12:00:00-05:00`; `Z` for UTC. */
export const localText = (zone: string, instant: Instant): string => {
  const text = wallText(wallAt(zone, instant));
  if (zone === 'UTC') return `${text}Z`;
  const minutes = Math.round(offsetAt(zone, instant) / MINUTE);
  const size = Math.abs(minutes);
  return `${text}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};

/** `2030-01-15T17:00:00Z` */
export const instantText = (instant: Instant): string => `${wallText(instant)}Z`;
