import {
  cleanupActivityStream,
  cleanupJobs,
  cleanupSessions,
  cleanupTokens,
  type MaintenancePorts,
} from '@application/maintenance';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

/** What each type of system job does here. */
export const maintenanceTasks = (
  { read: store, aggregates }: Stores,
  { caughtUp }: Pick<Services, 'caughtUp'>,
): MaintenancePorts['tasks'] => ({
  cleanup_jobs: cleanupJobs({ store, aggregates, caughtUp }),
  cleanup_activitystream: cleanupActivityStream,
  cleanup_sessions: cleanupSessions(),
  cleanup_tokens: cleanupTokens(),
});
