export { RecurrenceTooHard } from './budget.js';
export { Occurrences } from './occurrences.js';
export { refusalsOf } from './refusals.js';
export { UnreadableRule } from './rule-parts.js';
export { normalized, readRecurrence } from './text.js';
export { clockOf, type Passed, passedBetween, previewOf, type Timing, timingOf } from './timing.js';
export { ZONE_LINKS, ZONE_NAMES } from './zone-names.js';
export { type Instant, instantText, localText } from './zones.js';
