export { EventStoreDbLog } from './eventstoredb-log.js';
export { EventStoreDbGroups } from './eventstoredb-groups.js';
