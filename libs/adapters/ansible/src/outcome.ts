import type { HostStats, RunOutcome } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import type { StopReason } from './run-directory.js';

export interface Ending {
  readonly exitCode: number | null;
  readonly stop: StopReason | null;
  readonly artifacts: JsonObject | null;
  readonly stats: HostStats | null;
  readonly eventCount: number;
  readonly revision: string | null;
}

/** What a run that has ended comes to (spec jobs.md §3.5). A request to stop that came too late for a success changes nothing. */
export const outcomeOf = ({ exitCode, stop, artifacts, stats, eventCount, revision }: Ending): RunOutcome => {
  const isSuccessful = exitCode === 0;
  return {
    status: isSuccessful ? 'successful' : stop === 'canceled' ? 'canceled' : 'failed',
    exitCode,
    explanation: !isSuccessful && stop === 'timeout' ? 'Job terminated due to timeout' : '',
    traceback: '',
    artifacts,
    stats,
    eventCount,
    ...(revision === null ? {} : { revision }),
  };
};

const nothingRan = (status: 'error' | 'canceled', explanation: string): RunOutcome => ({
  status,
  exitCode: null,
  explanation,
  traceback: '',
  artifacts: null,
  stats: null,
  eventCount: 0,
});

/** A run that was never started. */
export const refusedOutcome = (explanation: string): RunOutcome => nothingRan('error', explanation);

/** A run that was asked to stop before its process existed. */
export const canceledBeforeStart = (): RunOutcome => nothingRan('canceled', '');
