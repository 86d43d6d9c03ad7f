import { ExpiredLogins } from '@application/authentication';
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
): MaintenancePorts['tasks'] => {
  const logins = new ExpiredLogins({ runner: aggregates, store, caughtUp });
  return {
    cleanup_jobs: cleanupJobs({ store, aggregates, caughtUp }),
    cleanup_activitystream: cleanupActivityStream,
    cleanup_sessions: cleanupSessions((run) => logins.sessions(run)),
    cleanup_tokens: cleanupTokens((run) => logins.tokens(run)),
  };
};
