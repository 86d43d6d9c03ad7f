import { assertNever, forbidden, missing } from '@domain/kernel';
import { ending, endOfRun } from './ending.js';
import type { JobCommand, JobEvent } from './messages.js';
import { blockerOf, evolve, isActive, isHeldBy, isWithRunner, type Job } from './state.js';

type Command<Type extends JobCommand['type']> = Extract<JobCommand, { readonly type: Type }>;

const NOTHING: readonly JobEvent[] = [];

/**
 * The status machine (spec jobs.md §1.1): news that is late, repeated, or of an attempt given up decides nothing. Refuses a
 * user's command on a job that is unknown (missing) and deleting an active one (forbidden).
 */
export const decide = (command: JobCommand, job: Job): readonly JobEvent[] => {
  switch (command.type) {
    case 'CreateJob':
      return job.status === 'absent' ? created(command, job) : NOTHING;
    case 'LinkDependencies':
      return linked(command, job);
    case 'BlockJob':
      return blocked(command, job);
    case 'AdmitJob':
      return admitted(command, job);
    case 'AdoptJob':
      return adopted(command, job);
    case 'FailPreStart':
      return preStartFailed(command, job);
    case 'RecordStart':
      return started(command, job);
    case 'RecordRun':
      return isCurrent(command.attempt, job) ? endOfRun(job, command.report) : NOTHING;
    case 'FailJob':
      return failed(command, job);
    case 'CancelJob':
      return canceled(command, job);
    case 'DeleteJob':
      return deleted(command, job);
    default:
      return assertNever(command);
  }
};

const isCurrent = (attempt: string, job: Job): boolean => isWithRunner(job) && job.attempt === attempt;

const created = ({ data, rejected, passwords, startError }: Command<'CreateJob'>, job: Job): readonly JobEvent[] => {
  const launched: JobEvent = 'from' in data ? { type: 'JobCopied', data } : { type: 'TemplateLaunched', data };
  const refusals = rejected.map((refusal): JobEvent => ({ type: 'PromptRejected', data: refusal }));
  if (startError === null) return [launched, ...refusals, { type: 'JobQueued', data: { passwords } }];
  return [launched, ...refusals, ending(evolve(job, launched), 'error', { explanation: startError })];
};

const linked = ({ dependencies }: Command<'LinkDependencies'>, job: Job): readonly JobEvent[] =>
  job.status === 'pending' && job.dependencies === null
    ? [{ type: 'DependenciesLinked', data: { dependencies } }]
    : NOTHING;

/** Told only when the reason changes. */
const blocked = ({ by, rule }: Command<'BlockJob'>, job: Job): readonly JobEvent[] =>
  job.status === 'pending' && job.blockedBy !== blockerOf(by, rule)
    ? [{ type: 'JobBlocked', data: { by, rule } }]
    : NOTHING;

/**
 * A waiting job may be admitted anew under another attempt by the runner that has it, when the earlier one can never start. If
 * it was asked to cancel meanwhile, it ends here.
 */
const admitted = (command: Command<'AdmitJob'>, job: Job): readonly JobEvent[] => {
  const { type: _, ...data } = command;
  const isNew = !job.attempts.includes(data.attempt);
  const isOpen = job.status === 'pending' || (job.status === 'waiting' && job.node === data.node);
  if (!isNew || !isOpen) return NOTHING;
  return job.cancelRequested ? [ending(job, 'canceled')] : [{ type: 'JobAdmitted', data }];
};

/** Of several runners that want it the first gets it: for the others it is not with `from` any more. */
const adopted = ({ attempt, from, node }: Command<'AdoptJob'>, job: Job): readonly JobEvent[] =>
  isHeldBy(from, job) && job.attempt === attempt && node !== from
    ? [{ type: 'JobAdopted', data: { attempt, from, node } }]
    : NOTHING;

const preStartFailed = ({ reason }: Command<'FailPreStart'>, job: Job): readonly JobEvent[] => {
  if (job.status !== 'pending' && job.status !== 'waiting') return NOTHING;
  const explanation = `${reason} Task failed pre-start check.`.trimStart();
  const status = job.cancelRequested ? 'canceled' : 'failed';
  return [{ type: 'PreStartCheckFailed', data: { reason } }, ending(job, status, { explanation })];
};

/** Once per attempt. */
const started = ({ data }: Command<'RecordStart'>, job: Job): readonly JobEvent[] =>
  job.status === 'waiting' && job.attempt === data.attempt ? [{ type: 'JobStarted', data }] : NOTHING;

/** A request to cancel stands: what ends without a result of its own after it is canceled. */
const failed = ({ explanation, as }: Command<'FailJob'>, job: Job): readonly JobEvent[] =>
  isActive(job) ? [ending(job, job.cancelRequested ? 'canceled' : as, { explanation })] : NOTHING;

/** Canceled at once unless a runner has it; then the end comes with its report (spec jobs.md §4). */
const canceled = ({ by, reason }: Command<'CancelJob'>, job: Job): readonly JobEvent[] => {
  if (job.status === 'absent' || job.status === 'deleted') throw missing();
  if (!isActive(job) || job.cancelRequested) return NOTHING;
  const requested: JobEvent = { type: 'JobCancelRequested', data: { by, reason } };
  return isWithRunner(job) ? [requested] : [requested, ending(job, 'canceled')];
};

const deleted = ({ by }: Command<'DeleteJob'>, job: Job): readonly JobEvent[] => {
  if (job.status === 'absent') throw missing();
  if (job.status === 'deleted') return NOTHING;
  if (isActive(job)) throw forbidden({ detail: 'Cannot delete running job resource.' }, 'JOB_ACTIVE');
  return [{ type: 'JobDeleted', data: { by } }];
};
