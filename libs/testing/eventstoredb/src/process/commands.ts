import type { EventStoreDouble } from '../eventstore-double.js';
import type { AppendFault } from '../faults.js';

/** Everything that another process may do to a double. */
export const commandsOf = (double: EventStoreDouble) => ({
  planAppendFaults: (...faults: AppendFault[]) => double.faults.plan(...faults),
  failReads: (reads: number) => double.faults.failReads(reads),
  breakSubscriptions: () => double.subscriptions.breakAll(),
  repeatToNextSubscription: (events: number) => double.subscriptions.repeatNext(events),
  keepSubscriptionsDown: (isDown: boolean) => double.subscriptions.down(isDown),
  dropConsumers: () => double.groups.dropConsumers(),
  restartGroups: () => double.groups.restart(),
  repeatDeliveries: () => double.groups.repeat(),
  moveStreams: () => double.groups.move(),
  refuseConsumers: (fault?: 'unavailable' | 'not-leader') => double.refuseConsumers(fault),
});

export type Commands = ReturnType<typeof commandsOf>;

/** What goes to the double's process. */
export interface CommandMessage {
  readonly command: keyof Commands;
  readonly values: readonly unknown[];
}

/** What comes from there: first where it listens, then an answer to each command. */
export type AnswerMessage = { readonly connection: string } | { readonly done: keyof Commands };
