export type {
  Change,
  Changed,
  Claim,
  Created,
  Grantee,
  Linked,
  ResourceCommand,
  ResourceEvent,
  Role,
  StoredFields,
  StoredSurvey,
  StoredValue,
} from './messages.js';
export { type ResourceState, type ResourceStatus, linkedIds } from './state.js';
export { holds } from './decide.js';
export { sameValue } from './same-value.js';
export { type ResourceDecider, resourceCatalog, resourceDecider } from './catalog.js';
export {
  type NameCommand,
  type NameEvent,
  type NameHolder,
  type NameState,
  nameCatalog,
  nameClaim,
} from './name-claim.js';
