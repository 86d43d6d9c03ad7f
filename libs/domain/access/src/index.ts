export { type Viewer, SYSTEM_VIEWER, isOverseer } from './viewer.js';
export { INHERITANCE, type RoleClosure, closureOf } from './inheritance.js';
export {
  type Grant,
  type Holdable,
  type Holdings,
  type TeamGrants,
  holds,
  holdingsThroughTeams,
  reach,
} from './holdings.js';
export {
  type RecordedFacts,
  type RelaunchFacts,
  type RelaunchVerdict,
  type WorkflowRelaunchFacts,
  mayRelaunch,
  mayRelaunchWorkflow,
} from './relaunch.js';
export { type Action, CREATING, type Permission, type Subject, may } from './policy.js';
