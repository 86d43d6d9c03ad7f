export { EventStoreDbLog } from './eventstoredb-log.js';
