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
export { type Membership, type Permission, type Subject, may } from './policy.js';
export {
  type Action,
  type Condition,
  type Conditions,
  type GuardedKind,
  type RightName,
  RIGHTS,
  type RoleCondition,
  conditionsOf,
  roleConditionOf,
} from './rights.js';
export { type Needs, type Rule, rulesOf } from './rules.js';
export { type Creating, creatingOf, mayCreate } from './creating.js';
export { actionToAttach, rightToAttach, rightToSave } from './attaching.js';
export { type GrantQuestion, SYSTEM, makesEditable, refusalOfGrant } from './granting.js';
