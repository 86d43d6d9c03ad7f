import { LogUnavailable } from './event-log.js';
import { ReadStoreUnavailable } from './read-store.js';

/** A store does not answer just now. Nothing is wrong with what was tried: it is tried on for as long as that lasts. */
export const isOutage = (error: unknown): boolean =>
  error instanceof LogUnavailable || error instanceof ReadStoreUnavailable;
