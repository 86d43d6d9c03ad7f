export { type Refusal, type RefusalEvent, refusalCatalog } from './messages.js';
export { MOST_PER_HOUR, refusalStream, refusals } from './refusals.js';
