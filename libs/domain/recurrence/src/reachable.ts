import { DAY, HOUR, MINUTE } from './calendar.js';
import type { Rule } from './rule.js';
import { UnreadableRule } from './rule-parts.js';

/**
 * Steps of an hourly or minutely rule come back to the same times of day; when none of these is among the hours and minutes that it
 * allows, it never happens. @throws UnreadableRule
 */
export const demandReachable = (rule: Rule): void => {
  const { frequency, interval, start } = rule;
  if (frequency !== 'HOURLY' && frequency !== 'MINUTELY') return;
  const unit = frequency === 'HOURLY' ? HOUR : MINUTE;
  const perDay = DAY / unit;
  const first = Math.floor((start - Math.floor(start / DAY) * DAY) / unit);
  for (let step = 0; step < perDay; step++) if (isAllowed(rule, ((first + step * interval) % perDay) * unit)) return;
  throw new UnreadableRule('Invalid rrule byxxx generates an empty set.');
};

const isAllowed = ({ frequency, hours, minutes }: Rule, time: number): boolean => {
  const isMinuteAllowed = frequency === 'HOURLY' || (minutes?.includes(Math.floor((time % HOUR) / MINUTE)) ?? true);
  return isMinuteAllowed && (hours?.includes(Math.floor(time / HOUR)) ?? true);
};
