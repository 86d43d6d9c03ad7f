import type { DueOccurrence, ScheduleEvent } from './messages.js';
import type { Schedule } from './state.js';

/**
 * One decision per occurrence, for ever: only the one that the schedule waits for is decided, and with the decision it waits for a
 * later one. A second clock, or the same one after a crash, finds nothing left to decide (spec schedules.md §5).
 */
export const trigger = (due: DueOccurrence, schedule: Schedule): readonly ScheduleEvent[] => {
  const { occurrence, outcome, missed, timing } = due;
  if (!schedule.enabled || schedule.timing.nextRun !== occurrence) return [];
  const fires = 'fires' in outcome && !isDecided(occurrence, schedule);
  return [
    ...(missed ? [{ type: 'OccurrencesMissed', data: missed } as const] : []),
    ...decided(due, schedule),
    { type: 'NextRunComputed', data: { ...timing, cause: fires ? 'triggered' : 'skipped' } },
  ];
};

/** A rule may be changed so that it comes back to a moment that has had its decision. */
const isDecided = (occurrence: string, { lastOccurrence }: Schedule): boolean =>
  lastOccurrence !== null && occurrence <= lastOccurrence;

const decided = (
  { occurrence, lateByMs, window, outcome }: DueOccurrence,
  schedule: Schedule,
): readonly ScheduleEvent[] => {
  if (isDecided(occurrence, schedule)) return [];
  if ('skipped' in outcome) {
    const { skipped: reason, explanation } = outcome;
    return [{ type: 'OccurrenceSkipped', data: { occurrence, reason, explanation } }];
  }
  const { fires, template } = outcome;
  const { kind, id } = fires.launch;
  return [{ type: 'ScheduleTriggered', data: { occurrence, lateByMs, window, job: { kind, id }, template, ...fires } }];
};
