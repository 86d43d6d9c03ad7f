import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import { dispatcher, dispatcherCatalog, DISPATCHER_STREAM } from '@domain/dispatcher';
import { SYSTEM_ACTOR } from '@domain/kernel';

/**
 * Gives the slot of a job that is over back without the dispatcher's help, for runners in a process of their own: whoever
 * dispatches sees `SlotReleased`. A job has one slot in its life, so repeats have the same id and decide nothing.
 */
export const slotRelease =
  (aggregates: AggregateRunner) =>
  async (job: number): Promise<void> => {
    const commandId = derivedId('release-slot', job);
    await aggregates.handle({
      stream: DISPATCHER_STREAM,
      decider: dispatcher,
      catalog: dispatcherCatalog,
      startsAt: 'SlotsCarriedOver',
      command: { type: 'ReleaseSlots', jobs: [job] },
      context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
    });
  };
