import type { Task } from './task.js';

/** Removes what has expired by a moment, and tells how much that was. */
export type RemoveExpired = (now: string) => Promise<number>;

const cleanup =
  (what: string, remove: RemoveExpired | undefined): Task =>
  async ({ now, say }) => {
    if (!remove) return say(`This installation keeps no ${what}, so there is nothing to remove.`);
    await say(`Removing ${what} that expired before ${now}.`);
    return say(`${await remove(now)} expired ${what} removed.`);
  };

/** Sessions of browsers. @param remove absent: there are none */
export const cleanupSessions = (remove?: RemoveExpired): Task => cleanup('sessions', remove);

/** OAuth 2 tokens. @param remove absent: there are none */
export const cleanupTokens = (remove?: RemoveExpired): Task => cleanup('OAuth 2 tokens', remove);
