import { assertNever, type Decider } from '@domain/kernel';
import type { CallbackCommand, CallbackEvent, JobsOfHost } from './messages.js';
import { callbackRefusal } from './refusals.js';

/** The job that a host's last call started; null when there was none, or it did not come to be. */
export interface Callback {
  readonly job: number | null;
  readonly reservedAt?: string | undefined;
}

/** `callback-8`: calls of nobody in particular. `callback-8-17`: those of host 17, which has one job of template 8 at a time. */
export const callbackStream = (template: number, host?: number): string =>
  host === undefined ? `callback-${template}` : `callback-${template}-${host}`;

/** Step 9: the job of the last call is not known to be over, or another one runs on the host. */
export const isPending = (job: number | null, { ended, active }: JobsOfHost): boolean =>
  (job !== null && job !== ended) || active !== null;

const decide = (command: CallbackCommand, { job }: Callback): readonly CallbackEvent[] => {
  switch (command.type) {
    case 'RequestCallback': {
      if (isPending(job, command)) throw callbackRefusal('already_pending');
      if (!command.isStartable) throw callbackRefusal('not_started');
      return [{ type: 'CallbackRequested', data: command.data }];
    }
    case 'GiveUpCallback':
      return command.data.job === job ? [{ type: 'CallbackRefused', data: command.data }] : [];
    default:
      return assertNever(command);
  }
};

const evolve = (callback: Callback, event: CallbackEvent): Callback => {
  switch (event.type) {
    case 'CallbackRequested':
      return { job: event.data.job, reservedAt: event.data.reservedAt };
    case 'CallbackRefused':
      return event.data.job === undefined ? callback : { job: null };
  }
};

/** One host and one template: of two calls at the same time one gets the job (spec callbacks.md §2.1 steps 9 to 11). */
export const callback: Decider<Callback, CallbackCommand, CallbackEvent> = { initial: { job: null }, decide, evolve };
