import type { Server } from 'node:http';

/** Requests under way have so long when the program stops. */
const PATIENCE_MS = 3_000;

/**
 * Closes a listener. Who has not got his answer by then, or sends his request drop by drop, is cut off: a program that waits for
 * him is killed in the end, and then nothing is stopped properly.
 */
export const closeInTime = async (
  server: Pick<Server, 'closeAllConnections'>,
  close: () => Promise<void>,
  patience = PATIENCE_MS,
): Promise<void> => {
  const cut = setTimeout(() => server.closeAllConnections(), patience);
  try {
    await close();
  } finally {
    clearTimeout(cut);
  }
};
