import type { Row } from '@application/ports';
import { textOf } from './values.js';

/** Nobody is told of short waits. */
const LONG_WAIT_MS = 30_000;

/** Why a job ended as it did, or what it has been waiting for so long (spec jobs.md §1.6). */
export const explanationOf = (row: Row, now: string): string => {
  const blocker = row['blocked_by'];
  if (typeof blocker !== 'string') return textOf(row['job_explanation']);
  if (Date.parse(now) - Date.parse(textOf(row['created'])) < LONG_WAIT_MS) return '';
  return blocker === ''
    ? 'This job is not ready to start because there is not enough available capacity.'
    : `waiting for ${blocker} to finish`;
};
