import type { EventLog, ReadStore, SeenEvent } from '@application/ports';

/**
 * Rows of another log are dropped, for projections to make them of this one. A log may have been replaced: by an older copy, by one
 * that was imported. Then the last event behind some row is not where it was, or not there at all.
 * @returns whether there were such rows
 */
export const forgetOtherLog = async (
  log: Pick<EventLog, 'readStream'>,
  store: Pick<ReadStore, 'seen' | 'forget'>,
): Promise<boolean> => {
  const seen = await store.seen();
  for (const event of new Map(seen.map((event) => [event.position, event])).values()) {
    if (await holds(log, event)) continue;
    await store.forget(seen);
    return true;
  }
  return false;
};

const holds = async (log: Pick<EventLog, 'readStream'>, seen: SeenEvent): Promise<boolean> => {
  for await (const event of log.readStream(seen.stream, { from: seen.revision, limit: 1 }))
    return event.id === seen.id && event.position === seen.position;
  return false;
};
