import { ScheduledLaunches } from '@application/launching';
import type { ProcessManager } from '@application/processes';
import {
  DueSchedules,
  forgottenBySchedules,
  jobsFromSchedules,
  ScheduleClock,
  ScheduleNames,
  systemTimer,
  wakingClock,
} from '@application/schedules';
import type { Log } from '../logging/log.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

export interface SchedulingSurroundings {
  readonly logger: Log;
  readonly onFailure: (error: unknown) => void;
  readonly reached: ((point: string) => void) | undefined;
}

/** What launches on schedule: the clock that decides, and the process managers around it. */
export interface Scheduling {
  readonly clock: ScheduleClock;
  /** What the clock has to be told of. */
  readonly waking: readonly ProcessManager[];
  readonly managers: readonly ProcessManager[];
}

export const scheduling = (
  { read, ids, sealer, aggregates, clock: time }: Stores,
  { schedules, targets, caughtUp }: Services,
  { logger, onFailure, reached }: SchedulingSurroundings,
): Scheduling => {
  const due = new DueSchedules({
    ...{ schedules, store: read, reached },
    launches: new ScheduledLaunches({ aggregates, ids, sealer, targets }),
    onTrouble: (schedule, error) => logger.error('a schedule could not be decided', { schedule, error }),
    onSkipped: (schedule, skipped) => logger.warn('an occurrence of a schedule was skipped', { schedule, ...skipped }),
  });
  const clock = new ScheduleClock({ due, clock: time, timer: systemTimer, store: read, onFailure });
  const names = new ScheduleNames(aggregates, schedules);
  return {
    clock,
    waking: [wakingClock(clock, caughtUp)],
    managers: [
      jobsFromSchedules(aggregates),
      forgottenBySchedules({ schedules, names, sealer, store: read, caughtUp }),
    ],
  };
};
