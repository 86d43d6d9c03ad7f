import type { ConsumerGroups } from '@application/ports';
import type { ParkedSource } from './parked-source.js';

/** What the store put aside of what processes share. */
export const parkedInGroups =
  (groups: Pick<ConsumerGroups, 'parked'>, names: readonly string[]): ParkedSource =>
  async () => {
    const parked = await Promise.all(
      names.map(async (handler) =>
        (await groups.parked(handler)).map(({ event, reason }) => {
          const { stream, revision, type, meta } = event;
          return { handler, stream, revision, type, recorded: meta.at, error: reason };
        }),
      ),
    );
    return parked.flat();
  };
