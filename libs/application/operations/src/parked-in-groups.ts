import type { ConsumerGroups } from '@application/ports';
import type { ParkedSource, ParkedWork } from './parked-source.js';

/** What the store put aside of what processes share. */
export const parkedInGroups = (
  groups: Pick<ConsumerGroups, 'parked' | 'describe'>,
  names: readonly string[],
): ParkedSource => ({
  list: async () => (await Promise.all(names.map((name) => listOf(groups, name)))).flat(),
  count: async () => {
    const states = await Promise.all(names.map((name) => groups.describe(name)));
    return states.reduce((sum, state) => sum + (state?.parked ?? 0), 0);
  },
});

const listOf = async (groups: Pick<ConsumerGroups, 'parked'>, handler: string): Promise<readonly ParkedWork[]> =>
  (await groups.parked(handler)).map(({ event, reason }) => {
    const { stream, revision, type, meta } = event;
    return { handler, stream, revision, type, recorded: meta.at, error: reason };
  });
