import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import { dispatcher, dispatcherCatalog, DISPATCHER_STREAM } from '@domain/dispatcher';
import { SYSTEM_ACTOR } from '@domain/kernel';

/**
 * Gives slots of jobs that are over back without the dispatcher's help, for processes beside it: whoever dispatches sees
 * `SlotReleased`. What comes while an append is under way goes into the next one: a process writes to this stream once at a time,
 * or the dispatcher would never get its turn. A job has one slot in its life, so a repeat decides nothing.
 */
export const slotRelease = (aggregates: AggregateRunner): ((job: number) => Promise<void>) => {
  let jobs: number[] = [];
  let before: Promise<unknown> = Promise.resolve();
  let next: Promise<void> | undefined;
  const releaseAll = (): Promise<void> => {
    const released = releasing(aggregates, jobs);
    [jobs, next, before] = [[], undefined, released.catch(() => undefined)];
    return released;
  };
  return (job) => {
    jobs.push(job);
    return (next ??= before.then(releaseAll));
  };
};

const releasing = async (aggregates: AggregateRunner, jobs: readonly number[]): Promise<void> => {
  const commandId = derivedId('release-slots', jobs.join(' '));
  await aggregates.handle({
    stream: DISPATCHER_STREAM,
    decider: dispatcher,
    catalog: dispatcherCatalog,
    startsAt: 'SlotsCarriedOver',
    command: { type: 'ReleaseSlots', jobs },
    context: { commandId, causation: commandId, actor: SYSTEM_ACTOR },
  });
};
