export { cleanupActivityStream } from './cleanup-activity-stream.js';
export { cleanupJobs, type CleanupJobsPorts } from './cleanup-jobs.js';
export { cleanupSessions, cleanupTokens, type RemoveExpired } from './cleanup-logins.js';
export { MaintenanceExecutor, type MaintenancePorts } from './maintenance-executor.js';
export type { Task, TaskRun } from './task.js';
