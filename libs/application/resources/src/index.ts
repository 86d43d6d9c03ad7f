export {
  type Choice,
  type FieldDeclaration,
  type FieldType,
  type OnDelete,
  type Origin,
  type ResourceType,
  type Writing,
  emptyValue,
} from './declaration/field.js';
export {
  type RelationDeclaration,
  type ResourceDeclaration,
  type RoleDeclaration,
  type UniqueConstraint,
  streamOf,
  urlOf,
} from './declaration/resource.js';
export type {
  Draft,
  Fields,
  Link,
  Lookup,
  Playbooks,
  ResourceRules,
  RuleContext,
  Verdict,
} from './declaration/rules.js';
export { RESOURCES, kindAtPath, kindOf } from './registry.js';
