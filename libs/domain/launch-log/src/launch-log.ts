import type { Decider } from '@domain/kernel';
import { bounded } from './bounded.js';
import type { LaunchLogCommand, LaunchLogEvent } from './messages.js';

/** Nothing is protected: attempts are only written down. */
type LaunchLog = null;

/** Attempts that created no job, by template. */
export const launchLog: Decider<LaunchLog, LaunchLogCommand, LaunchLogEvent> = {
  initial: null,
  decide: ({ data }) => {
    const { requested, errors } = data;
    return [{ type: 'LaunchRefused', data: { ...data, requested: bounded(requested), errors: bounded(errors) } }];
  },
  evolve: () => null,
};

/** `launchlog-jt-8`: the log beside a template's stream, or beside the stream of a job that has none. */
export const launchLogStream = (beside: string): string => `launchlog-${beside}`;

/** `launchlog-jt-8` -> `jt-8`; null for other streams. */
export const streamBesideLog = (stream: string): string | null => /^launchlog-(.+)$/.exec(stream)?.[1] ?? null;
