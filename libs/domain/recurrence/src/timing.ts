import { RecurrenceTooHard } from './budget.js';
import { wallText } from './calendar.js';
import { Occurrences } from './occurrences.js';
import { readRecurrence } from './text.js';
import { type Instant, instantText, localText } from './zones.js';

/** How many occurrences a preview shows. */
const PREVIEWED = 10;

/** What a rule comes to; texts in UTC, null where there is none. */
export interface Timing {
  /** The first occurrence, which need not be DTSTART. */
  readonly dtstart: string | null;
  /** The last one of rules that end. */
  readonly dtend: string | null;
  /** The first one after now. */
  readonly nextRun: string | null;
}

/** @param now null: nobody asks for the next one. @throws UnreadableRule, RecurrenceTooHard */
export const timingOf = (text: string, now: Instant | null): Timing => {
  const occurrences = new Occurrences(readRecurrence(text));
  return {
    dtstart: textOf(occurrences.first()),
    dtend: textOf(occurrences.last()),
    nextRun: textOf(now === null ? null : (occurrences.after(now, 1)[0] ?? null)),
  };
};

const textOf = (instant: Instant | null): string | null => (instant === null ? null : instantText(instant));

/** The next occurrences, on the clock of their zone and in UTC. @throws UnreadableRule, RecurrenceTooHard */
export const previewOf = (
  text: string,
  now: Instant,
): { readonly local: readonly string[]; readonly utc: readonly string[] } => {
  const recurrence = readRecurrence(text);
  const instants = new Occurrences(recurrence).after(now, PREVIEWED);
  const { zone } = recurrence;
  return { local: instants.map((instant) => localText(zone, instant)), utc: instants.map(instantText) };
};

/** Occurrences that passed, from the first to the last of them. */
export interface Passed {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

/** Occurrences after one moment and not after another; null when there are none. Counting ends at a number that tells enough. */
export const passedBetween = (
  text: string,
  { after, until }: { readonly after: Instant; readonly until: Instant },
): Passed | null => {
  const passed = found(text, after).filter((instant) => instant <= until);
  const [first, last] = [passed[0], passed.at(-1)];
  if (first === undefined || last === undefined) return null;
  return { from: instantText(first), to: instantText(last), count: passed.length };
};

const MOST_COUNTED = 5_000;

const found = (text: string, after: Instant): readonly Instant[] => {
  try {
    return new Occurrences(readRecurrence(text)).after(after, MOST_COUNTED);
  } catch (error) {
    if (error instanceof RecurrenceTooHard) return [];
    throw error;
  }
};

/** The zone as it was written, and the first UNTIL on its clock. @throws UnreadableRule */
export const clockOf = (text: string): { readonly timezone: string; readonly until: string } => {
  const { zone, rules } = readRecurrence(text);
  const until = rules.find((rule) => rule.until !== null)?.until ?? null;
  return { timezone: zone, until: until === null ? '' : wallText(until) };
};
