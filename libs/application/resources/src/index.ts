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
  Choice as ChoiceField,
  Document,
  Flag,
  Integer,
  Reference,
  Shown,
  Text,
  fieldsOf,
} from './declaration/decorators.js';
export {
  type RelationDeclaration,
  type ResourceDeclaration,
  type RoleDeclaration,
  type UniqueConstraint,
  streamOf,
  urlOf,
} from './declaration/resource.js';
export { SECRET_MASK } from './declaration/secret-mask.js';
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
export { RESOURCES, kindOf } from './registry.js';
export { namedKindAt } from './api/named-urls.js';
export { resourceProjection } from './reading/projection.js';
export { catalogOf } from './writing/aggregates.js';
export { type Coerced, coerce } from './writing/coerce.js';
export type { ActiveJobs, ResourcePorts, WriteContext, Written } from './writing/context.js';
export { deletions } from './writing/deletion.process.js';
export { type ClaimRequest, Names } from './writing/names.js';
export { type Preset, ResourceService } from './writing/resource-service.js';
export { SublistService, namedId, requestOf } from './writing/sublist-service.js';
export { validateFields } from './writing/validate.js';
export { modelOfType, resourceModels, TEMPLATE_TYPES } from './reading/models/resource-models.js';
export { commonEntries, relatedFields, shownFields, writableFields } from './reading/describe/actions.js';
export { shownEntry, writtenEntry } from './reading/describe/field-entry.js';
export { ReadScopes } from './reading/read-scopes.js';
export { Summaries, type SummaryType } from './reading/summaries.js';
export { ResourceViews, type ViewOptions } from './reading/views/resource-views.js';
export {
  type Caller,
  type Described,
  type Listed,
  needsSuperuser,
  ResourceApi,
  type ResourceApiPorts,
  type SublistTarget,
  type Target,
  writeContext,
} from './api/resource-api.js';
export { GROUP_LISTS, type GroupList, hostsOfGroup } from './inventory/group-lists.js';
export { InventoryApi } from './inventory/inventory-api.js';
export { InventoryScripts } from './inventory/inventory-script.js';
export type { ScriptRequest } from './inventory/script-request.js';
export { RoleApi, type RoleApiPorts } from './roles/role-api.js';
export { roleModel } from './roles/role-model.js';
export { ROLE_SUBLISTS, type RoleSublist } from './roles/role-sublists.js';
export { ROLE_DESCRIPTION } from './roles/describe-roles.js';
export { readHoldings } from './reading/holdings-reader.js';
export { CopyApi, type CopyApiPorts } from './copying/copy-api.js';
export { COPIED, type CopyPair, type CopyPorts, CopyService } from './copying/copy-service.js';
export { JOB_STATES } from './kinds/template-status.js';
export { SYSTEM_JOB_TYPES } from './kinds/system-job-template.js';
export { COLUMN_TYPES } from './reading/models/columns.js';
export { MAX_FORKS } from './kinds/job-template.rules.js';
export type { ExtraReader } from './reading/views/extra.js';
