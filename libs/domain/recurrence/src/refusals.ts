import { RecurrenceTooHard } from './budget.js';
import { UnreadableRule } from './rule-parts.js';
import { readRecurrence } from './text.js';
import { timingOf } from './timing.js';
import type { Instant } from './zones.js';

const MOST_OCCURRENCES = 999;
/** Far more than anybody writes; looking for words in a longer text takes a time that grows with its square. */
const LONGEST = 10_000;

/** Why a rule is refused, in AWX's words and order; nothing when it is accepted (spec schedules.md §3). */
export const refusalsOf = (text: string, now: Instant): readonly string[] => {
  if (text.length > LONGEST) return [`rrule parsing failed validation: it has more than ${LONGEST} characters`];
  if (/\bEXDATE[;:]/i.test(text)) return ['EXDATE not allowed in rrule.'];
  if (/\bRDATE[;:]/i.test(text)) return ['RDATE not allowed in rrule.'];
  const rules = [...text.matchAll(/RULE:\S*/gi)].map(([rule]) => rule);
  const written = [...startRefusals(text), ...rules.flatMap(ruleRefusals)];
  const unread = parserRefusal(text, written.length > 0 ? null : now);
  return unread === null ? written : [...written, `rrule parsing failed validation: ${unread}`];
};

const startRefusals = (text: string): readonly string[] => {
  const starts = [...text.matchAll(/DTSTART(;[^:]+)?:\d+T\d+Z?/gi)];
  return [
    ...(starts.length === 0
      ? ['Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ']
      : []),
    ...(/DTSTART:\d+T\d+\s/i.test(text)
      ? ['DTSTART cannot be a naive datetime.  Specify ;TZINFO= or YYYYMMDDTHHMMSSZZ.']
      : []),
    ...(starts.length > 1 ? ['Multiple DTSTART is not supported.'] : []),
    ...(/RRULE:/i.test(text) ? [] : ['One or more rule required in rrule.']),
  ];
};

const ruleRefusals = (rule: string): readonly string[] => {
  const has = (pattern: RegExp): boolean => pattern.test(rule);
  const [, count = '0'] = /COUNT=(\d+)/i.exec(rule) ?? [];
  const refusals: string[] = [];
  if (!has(/INTERVAL/i)) refusals.push('INTERVAL required in rrule');
  else if (has(/FREQ=SECONDLY/i)) refusals.push('SECONDLY is not supported');
  if (has(/BYDAY[:=][^;]*\d/i)) refusals.push('BYDAY with numeric prefix not supported');
  if (has(/COUNT/i) && has(/UNTIL/i)) refusals.push('RRULE may not contain both COUNT and UNTIL');
  if (Number(count) > MOST_OCCURRENCES) refusals.push('COUNT > 999 is unsupported');
  return refusals.map((refusal) => `${refusal}: ${rule}`);
};

/**
 * The reference's parser takes what was refused already, SECONDLY for one. What is fine so far must also be computable.
 * @param now null: refused already
 */
const parserRefusal = (text: string, now: Instant | null): string | null => {
  try {
    if (now === null) readRecurrence(text.replaceAll(/FREQ=SECONDLY/gi, 'FREQ=MINUTELY'));
    else timingOf(text, now);
    return null;
  } catch (error) {
    if (error instanceof UnreadableRule || error instanceof RecurrenceTooHard) return error.message;
    throw error;
  }
};
