import type { Row } from '@application/ports';

/** Seconds a job has run: live while it runs, 0 when it never did (spec jobs.md §1.2). */
export const elapsedOf = ({ started, finished }: Row, now: string): number => {
  if (typeof started !== 'string') return 0;
  const end = typeof finished === 'string' ? finished : now;
  return Math.max(0, Date.parse(end) - Date.parse(started)) / 1000;
};
