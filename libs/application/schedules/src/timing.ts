import { RecurrenceTooHard, timingOf, type Instant } from '@domain/recurrence';
import { invalid } from '@domain/kernel';
import type { ComputedTiming } from '@domain/schedule';

/** A rule whose timing is asked for. */
export interface Timed {
  readonly rrule: string;
  readonly enabled: boolean;
  readonly now: Instant;
  /** None before it happens again, although a clock may have been set back. */
  readonly lastOccurrence: string | null;
}

/** Times of the clock as milliseconds. */
export const instantOfText = (text: string): Instant => Date.parse(text);

const ZONE_DATA = process.versions['tz'] ?? '';

/** @throws DomainError invalid for a rule that takes too long */
export const computedTiming = ({ rrule, enabled, now, lastOccurrence }: Timed): ComputedTiming => {
  const from = lastOccurrence === null ? now : Math.max(now, instantOfText(lastOccurrence));
  try {
    const { dtstart, dtend, nextRun } = timingOf(rrule, from);
    return { dtstart, dtend, nextRun: enabled ? nextRun : null, zoneData: ZONE_DATA };
  } catch (error) {
    if (error instanceof RecurrenceTooHard)
      throw invalid({ rrule: [`rrule parsing failed validation: ${error.message}`] });
    throw error;
  }
};
