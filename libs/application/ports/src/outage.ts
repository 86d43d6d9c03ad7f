import { LogUnavailable } from './event-log.js';
import { ReadStoreUnavailable } from './read-store.js';

/** A store does not answer just now. Nothing is wrong with what was tried: it is tried on for as long as that lasts. */
export const isOutage = (error: unknown): boolean =>
  error instanceof LogUnavailable || error instanceof ReadStoreUnavailable;

/** Waits between attempts at an event, milliseconds. */
const RETRY_DELAYS: readonly number[] = [5, 25, 100, 500, 2000, 5000, 10_000];
/** The same while a store cannot be had: no event is to blame, so none is put aside. */
const OUTAGE_DELAY_MS = 500;

/** How long to wait after the n-th attempt at an event that counts; undefined: it has been tried often enough. Outages do not count. */
export const delayAfter = (error: unknown, attempt: number, delays = RETRY_DELAYS): number | undefined =>
  isOutage(error) ? OUTAGE_DELAY_MS : delays[attempt - 1];
