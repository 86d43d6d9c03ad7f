import type { FinalStatus } from '@domain/launch';
import { type Place, type Statement, statement } from './statement.js';

const END = `UPDATE unified_job SET status = ?, failed = ?, finished = ?, event_processing_finished = 1, result_traceback = ?,
  job_explanation = ?, blocked_by = NULL WHERE id = ?`;
const SHOW_LAST = `INSERT INTO template_status (id, status, current_job, last_job, last_job_run, last_job_failed)
    SELECT unified_job_template, ?, NULL, id, finished, failed FROM unified_job
    WHERE id = ? AND unified_job_template IS NOT NULL AND job_slice_count < 2
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, last_job = excluded.last_job, last_job_run = excluded.last_job_run,
    last_job_failed = excluded.last_job_failed, current_job = NULL`;
const SYNC = 'UPDATE unified_job SET scm_revision = ? WHERE id = ?';
const SHOW_REVISION = `UPDATE template_status SET scm_revision = ?
  WHERE id = (SELECT unified_job_template FROM unified_job WHERE id = ? AND type = 'project_update')`;

/** How a job or a workflow job ended. */
interface End {
  readonly status: FinalStatus;
  readonly explanation: string;
  readonly traceback?: string;
}

/** The end of a job; its template shows it as the last one (spec jobs.md §1.5). All output was stored before. */
export const ended = ({ status, explanation, traceback = '' }: End, { id, at }: Place): readonly Statement[] => {
  const hasFailed = status !== 'successful';
  return [
    statement(END, status, Number(hasFailed), at, traceback, explanation, id),
    statement(SHOW_LAST, hasFailed ? 'failed' : 'successful', id),
  ];
};

export const synced = (revision: string, { id }: Place): readonly Statement[] => [
  statement(SYNC, revision, id),
  statement(SHOW_REVISION, revision, id),
];
