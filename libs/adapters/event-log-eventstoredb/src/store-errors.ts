import type { CommandError, WrongExpectedVersionError } from '@eventstore/db-client';
import { type ExpectedRevision, LogUnavailable, WrongExpectedRevision } from '@application/ports';

/** Refusals after which it is certain that nothing was written. */
const CERTAIN: ReadonlySet<string> = new Set([
  ...['access-denied', 'invalid-argument', 'stream-deleted', 'maximum-append-size-exceeded', 'unsupported'],
]);

/**
 * What a failed append means. Whatever is not known to be a refusal may have been written: a call that was cut off, a leader
 * that changed, a deadline that passed. The same ids may be sent again, for the store recognises them.
 */
export const appendFailure = (error: unknown, stream: string, expected: ExpectedRevision): Error => {
  if (isConflict(error)) return new WrongExpectedRevision(stream, expected, revisionOf(error.actualVersion));
  return new LogUnavailable(messageOf(error), !CERTAIN.has(typeOf(error)), { cause: error });
};

/** The store could not be read just now. */
export const readFailure = (error: unknown): LogUnavailable =>
  error instanceof LogUnavailable ? error : new LogUnavailable(messageOf(error), false, { cause: error });

export const isStreamMissing = (error: unknown): boolean => typeOf(error) === 'stream-not-found';

const isConflict = (error: unknown): error is WrongExpectedVersionError => typeOf(error) === 'wrong-expected-version';

const revisionOf = (version: WrongExpectedVersionError['actualVersion']): ExpectedRevision =>
  typeof version === 'bigint' && version >= 0n ? Number(version) : 'no-stream';

/** By the name, for the client's classes are loaded only when they are needed. */
export const typeOf = (error: unknown): string =>
  error instanceof Error && 'type' in error ? String((error as CommandError).type) : '';

const messageOf = (error: unknown): string =>
  `EventStoreDB: ${typeOf(error) === '' ? '' : `${typeOf(error)}: `}${error instanceof Error ? error.message : String(error)}`;
