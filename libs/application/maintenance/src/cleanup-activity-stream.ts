import type { Task } from './task.js';
import { daysOf } from './variables.js';

/** What AWX would prune here is told by the event log, which is never cut. */
export const cleanupActivityStream: Task = async ({ variables, say }) => {
  await say(
    `Asked to remove activity stream entries older than ${daysOf(variables['days'])} days.`,
    'There is no activity stream in this installation, so there is nothing to remove.',
    'What happened is in the event log: it is kept whole, and event_history shows it.',
  );
};
