import { RecurrenceTooHard, timingOf, type Instant } from '@domain/recurrence';
import { invalid } from '@domain/kernel';
import type { ComputedTiming, ScheduleTiming } from '@domain/schedule';

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
export const computedTiming = (timed: Timed): ComputedTiming => withinReason(() => timingNow(timed));

/**
 * The same once a rule has been accepted, when nobody can be refused any more: one whose next occurrence cannot be found has
 * none, or its schedule would be looked at for ever.
 * @param known what is known of the rule already
 */
export const timingAfterwards = (timed: Timed, { dtstart, dtend }: ScheduleTiming): ComputedTiming => {
  try {
    return timingNow(timed);
  } catch (error) {
    if (error instanceof RecurrenceTooHard) return { dtstart, dtend, nextRun: null, zoneData: ZONE_DATA };
    throw error;
  }
};

/** Asks something of a rule. @throws DomainError invalid when it takes too long */
export const withinReason = <Found>(ask: () => Found): Found => {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RecurrenceTooHard)
      throw invalid({ rrule: [`rrule parsing failed validation: ${error.message}`] });
    throw error;
  }
};

const timingNow = ({ rrule, enabled, now, lastOccurrence }: Timed): ComputedTiming => {
  const from = lastOccurrence === null ? now : Math.max(now, instantOfText(lastOccurrence));
  return { ...timingOf(rrule, enabled ? from : null), zoneData: ZONE_DATA };
};
