export type * from './messages.js';
export { launchLogCatalog } from './messages.js';
export { launchLog, launchLogStream, streamBesideLog } from './launch-log.js';
