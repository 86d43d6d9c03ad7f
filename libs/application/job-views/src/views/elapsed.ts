import type { Row } from '@application/ports';

/** Seconds a job has run: live while it runs, 0 when it never did (spec jobs.md §1.2). */
export const elapsedOf = ({ started, finished }: Row, now: string): number => {
  if (typeof started !== 'string') return 0;
  const end = typeof finished === 'string' ? finished : now;
  return Math.max(0, Math.round(secondsBetween(started, end) * 1000)) / 1000;
};

/** Dates know no microseconds, times here do: whole seconds and fractions apart. */
const secondsBetween = (start: string, end: string): number =>
  (Date.parse(wholeSeconds(end)) - Date.parse(wholeSeconds(start))) / 1000 + (fraction(end) - fraction(start));

const wholeSeconds = (time: string): string => `${time.slice(0, 19)}Z`;

const fraction = (time: string): number => Number(`0${time.slice(19, -1)}`);
