export { type Given, type Outcome, type RefusalMatcher, specification } from './specification.js';
