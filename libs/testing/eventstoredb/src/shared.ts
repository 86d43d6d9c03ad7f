import type { Faults } from './faults.js';
import type { Groups } from './groups/groups.js';
import type { StoredLog } from './stored-log.js';
import type { Subscriptions } from './subscriptions.js';

/** What all members of a cluster have in common; here it reaches every one of them at once. */
export interface Shared {
  readonly log: StoredLog;
  readonly faults: Faults;
  readonly subscriptions: Subscriptions;
  readonly groups: Groups;
}
