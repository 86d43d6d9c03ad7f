import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { textOf } from './api.js';

/** One node of the workflow as the terminal shows it. */
export interface NodeRow {
  readonly identifier: string;
  readonly job: number | null;
  /** `waiting`, `running`, or how it ended: `skipped`, `successful`, `failed`, … */
  readonly state: string;
  /** How long its job has run, or ran. */
  readonly seconds: number | null;
}

const BEFORE_RUNNING: readonly Json[] = ['new', 'pending', 'waiting'];

/**
 * A row of `/workflow_jobs/N/workflow_nodes/`. While a job runs the API does not say for how long, so that comes from outside.
 * @param runningFor seconds since the job was first seen running
 */
export const nodeRow = (node: JsonObject, runningFor: (job: number) => number): NodeRow => {
  const identifier = textOf(node['identifier']);
  const job = jobOf(node);
  if (job === null)
    return { identifier, job, state: node['do_not_run'] === true ? 'skipped' : 'waiting', seconds: null };
  const { id, status } = job;
  if (BEFORE_RUNNING.includes(status)) return { identifier, job: id, state: 'waiting', seconds: null };
  if (status === 'running') return { identifier, job: id, state: 'running', seconds: runningFor(id) };
  return { identifier, job: id, state: status, seconds: job.elapsed };
};

interface JobSummary {
  readonly id: number;
  readonly status: string;
  readonly elapsed: number;
}

const jobOf = (node: JsonObject): JobSummary | null => {
  const { job } = isJsonObject(node['summary_fields']) ? node['summary_fields'] : {};
  if (!isJsonObject(job) || typeof node['job'] !== 'number') return null;
  return { id: node['job'], status: textOf(job['status']), elapsed: Number(job['elapsed']) };
};
