import type { Task, TaskRun } from './task.js';

/** Removes what has expired by now, and tells how much that was. */
export type RemoveExpired = (run: Pick<TaskRun, 'job' | 'by' | 'now'>) => Promise<number>;

const cleanup =
  (what: string, remove: RemoveExpired): Task =>
  async ({ job, by, now, say }) => {
    await say(`Removing ${what} that expired before ${now}.`);
    await say(`${await remove({ job, by, now })} expired ${what} removed.`);
  };

/** Sessions of browsers. */
export const cleanupSessions = (remove: RemoveExpired): Task => cleanup('sessions', remove);

/** OAuth 2 tokens. */
export const cleanupTokens = (remove: RemoveExpired): Task => cleanup('OAuth 2 tokens', remove);
