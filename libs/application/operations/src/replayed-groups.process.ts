import type { ConsumerGroups } from '@application/ports';
import type { ProcessManager } from '@application/processes';

/** What groups put aside is handed out again when that was asked for. Twice does no harm: there is nothing left then. */
export const replayedGroups = (
  groups: Pick<ConsumerGroups, 'replayParked'>,
  names: readonly string[],
): ProcessManager => ({
  name: 'replayed-groups',
  reactsTo: ['ParkedEventsReplayed'],
  handle: async () => {
    for (const name of names) await groups.replayParked(name);
  },
});
