import type { JobEvent, JobStartedData } from '@domain/job';
import { type Place, type Statement, statement } from './statement.js';

type Data<Type extends JobEvent['type']> = Extract<JobEvent, { readonly type: Type }>['data'];

const BLOCK = 'UPDATE unified_job SET blocked_by = ? WHERE id = ?';
const ADMIT = `UPDATE unified_job SET status = 'waiting', instance_group = ?, execution_node = ?, controller_node = ?, blocked_by = NULL
  WHERE id = ?`;
const ADOPT = 'UPDATE unified_job SET execution_node = ?, controller_node = ? WHERE id = ?';
const START = `UPDATE unified_job SET status = 'running', started = ?, job_args = ?, job_cwd = ?, job_env = ?, work_unit_id = ?,
  execution_environment = COALESCE(?, execution_environment), scm_revision = COALESCE(?, scm_revision) WHERE id = ?`;
const START_WORKFLOW = `UPDATE unified_job SET status = 'running', started = ? WHERE id = ?`;
const SHOW_RUNNING = `UPDATE template_status SET status = 'running', current_job = ?
  WHERE id = (SELECT unified_job_template FROM unified_job WHERE id = ? AND job_slice_count < 2)`;
const REQUEST_CANCEL = 'UPDATE unified_job SET canceled_on = COALESCE(canceled_on, ?) WHERE id = ?';

/** Shown as an explanation once it has lasted (spec jobs.md §1.6); empty: no capacity is left. */
export const blocked = ({ by }: Data<'JobBlocked'>, { id }: Place): readonly Statement[] => [
  statement(BLOCK, by ?? '', id),
];

export const admitted = ({ instanceGroup, node }: Data<'JobAdmitted'>, { id }: Place): readonly Statement[] => [
  statement(ADMIT, instanceGroup, node, node, id),
];

export const adopted = ({ node }: Data<'JobAdopted'>, { id }: Place): readonly Statement[] => [
  statement(ADOPT, node, node, id),
];

export const started = (data: JobStartedData, { id, at }: Place): readonly Statement[] => [
  statement(
    START,
    at,
    JSON.stringify(data.args),
    data.cwd,
    JSON.stringify(data.env),
    data.attempt,
    data.executionEnvironment ?? null,
    data.revision ?? null,
    id,
  ),
  statement(SHOW_RUNNING, id, id),
];

export const workflowStarted = ({ id, at }: Place): readonly Statement[] => [
  statement(START_WORKFLOW, at, id),
  statement(SHOW_RUNNING, id, id),
];

export const cancelRequested = ({ id, at }: Place): readonly Statement[] => [statement(REQUEST_CANCEL, at, id)];
