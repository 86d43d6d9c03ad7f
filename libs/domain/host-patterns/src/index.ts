export { type KnownInventory, type Matches, type Selection, selectHosts, type TermProblem } from './select-hosts.js';
