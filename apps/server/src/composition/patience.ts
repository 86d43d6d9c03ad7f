import { setTimeout as pause } from 'node:timers/promises';
import { LogUnavailable } from '@application/ports';

export interface Patience {
  readonly seconds: number;
  /** Between two tries, in ms. */
  readonly pause: number;
  /** Told of each try that failed, with what is left of the time. */
  readonly tell: (error: Error, secondsLeft: number) => void;
}

/** Long enough for a store that is started at the same time. */
export const PATIENCE_SECONDS = 60;

/**
 * Opens a store that may not be there yet.
 * @throws LogUnavailable after the time is over; at once, whatever does not pass by waiting
 */
export const patiently = async <Store>(open: () => Promise<Store>, patience: Patience): Promise<Store> => {
  const end = performance.now() + patience.seconds * 1000;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      const left = Math.round((end - performance.now()) / 1000);
      if (left <= 0)
        throw new LogUnavailable(`${error.message} (waited ${patience.seconds} seconds)`, false, { cause: error });
      patience.tell(error, left);
      await pause(patience.pause);
    }
  }
};
