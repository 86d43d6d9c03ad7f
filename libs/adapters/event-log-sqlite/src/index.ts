export { FileLock } from './file-lock.js';
export { SqliteEventLog } from './sqlite-event-log.js';
export { ReadOnlyLog } from './read-only-log.js';
export { copyLogFile } from './copy-log-file.js';
