import type { JsonObject } from '@domain/kernel';
import type { FinalStatus } from '@domain/launch';
import type { JobEndData, JobEvent, RunReport } from './messages.js';
import type { Job } from './state.js';

/** The end event of a status, for a job that need not have run. */
export const ending = (job: Job, status: FinalStatus, more: Partial<JobEndData> = {}): JobEvent => {
  const end = { exitCode: null, explanation: '', traceback: '', workflow: workflowOf(job), artifacts: null, ...more };
  return { type: END_OF[status], data: { status, ...end } };
};

const END_OF = {
  successful: 'JobSucceeded',
  failed: 'JobFailed',
  error: 'JobErrored',
  canceled: 'JobCanceled',
} as const;

const workflowOf = ({ launch }: Job): JobEndData['workflow'] => {
  if (launch?.trigger.by !== 'workflow') return null;
  const { workflowJob, node } = launch.trigger;
  return { workflowJob, node };
};

/** Everything a run leaves, and its end, in one go (spec jobs.md §3.5). */
export const endOfRun = (job: Job, report: RunReport): readonly JobEvent[] => {
  const { hosts, revision, events, exitCode, explanation, traceback } = report;
  const artifacts = handedOn(job, report.artifacts);
  return [
    ...(hosts ? [{ type: 'HostStatsReported', data: { hosts } } as const] : []),
    ...(artifacts ? [artifactsRecorded(artifacts)] : []),
    ...(revision === null ? [] : [{ type: 'ProjectSynced', data: { revision } } as const]),
    { type: 'OutputClosed', data: { events } },
    ending(job, finalStatus(job, report), { exitCode, explanation, traceback, artifacts }),
  ];
};

/** Only jobs hand artifacts on to a workflow; an empty object is none (spec precedence.md §5). */
const handedOn = ({ launch }: Job, artifacts: JsonObject | null): JsonObject | null =>
  launch?.kind === 'job' && artifacts && Object.keys(artifacts).length > 0 ? artifacts : null;

const artifactsRecorded = (artifacts: JsonObject): JobEvent => ({
  type: 'ArtifactsRecorded',
  data: { artifacts, noLog: Boolean(artifacts['_ansible_no_log']) },
});

/** A run that came to its own end keeps its result; one that was stopped, or lost, after a request to cancel is canceled. */
const finalStatus = ({ cancelRequested }: Job, { status, exitCode }: RunReport): FinalStatus => {
  const endedByItself = status === 'successful' || (status === 'failed' && exitCode !== null);
  return cancelRequested && !endedByItself ? 'canceled' : status;
};
