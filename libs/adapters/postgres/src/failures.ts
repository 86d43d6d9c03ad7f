import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStoreUnavailable } from '@application/ports';

/** Classes of SQLSTATE that pass: connection exception, transaction rollback, insufficient resources, operator intervention. */
const PASSING_CLASSES: ReadonlySet<string> = new Set(['08', '40', '53']);
const PASSING_CODES: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03'], // the server shuts down, has crashed, starts
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** The driver has no codes for these. */
const PASSING_WORDS =
  /^Connection terminated|connection error and is not queryable|^timeout exceeded|^Query read timeout/;

/** How long a caller waits for a server that may be starting again. */
const PATIENCE_MS = 5_000;
const RETRY_DELAYS = [0, 50, 200, 500] as const;

/** The server was not there, or had to let go of us: the same may succeed later. */
export const isPassing = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false; // no `instanceof`: the driver and Node have theirs from elsewhere
  const code = 'code' in error ? String(error.code) : '';
  const message = 'message' in error ? String(error.message) : '';
  return PASSING_CODES.has(code) || PASSING_CLASSES.has(code.slice(0, 2)) || PASSING_WORDS.test(message);
};

/** In one line. */
export const unavailable = (cause: unknown): ReadStoreUnavailable => {
  const problem = cause instanceof AggregateError ? cause.errors.map(String).join(', ') : String(cause);
  return new ReadStoreUnavailable(`PostgreSQL cannot be used for the read models: ${problem}`, { cause });
};

/**
 * Asks again after what passes: only for what may happen twice.
 * @throws ReadStoreUnavailable when the server stays away
 */
export const persistently = async <T>(ask: () => Promise<T>, patience = PATIENCE_MS): Promise<T> => {
  const began = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() - began > patience) throw unavailable(error);
      await sleep(RETRY_DELAYS[Math.min(attempt, RETRY_DELAYS.length - 1)]);
    }
  }
};
