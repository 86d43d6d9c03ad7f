import type { CommandError, WrongExpectedVersionError } from '@eventstore/db-client';
import { type ExpectedRevision, LogRefused, LogUnavailable, WrongExpectedRevision } from '@application/ports';

/** Refusals that stay the same however often one asks, and change nothing. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...['access-denied', 'invalid-argument', 'stream-deleted', 'maximum-append-size-exceeded', 'unsupported'],
]);

/**
 * What a failed append means. Whatever is not known to be a refusal may have been written: a call that was cut off, a leader
 * that changed, a deadline that passed. The same ids may be sent again, for the store recognises them.
 */
export const appendFailure = (error: unknown, stream: string, expected: ExpectedRevision): Error => {
  if (error instanceof LogUnavailable) return error;
  if (isConflict(error)) return new WrongExpectedRevision(stream, expected, revisionOf(error.actualVersion));
  return REFUSALS.has(typeOf(error)) ? refused(error) : new LogUnavailable(messageOf(error), true, { cause: error });
};

/** The store could not be read just now, or will never be. */
export const readFailure = (error: unknown): Error => {
  if (error instanceof LogUnavailable || error instanceof LogRefused) return error;
  return REFUSALS.has(typeOf(error)) ? refused(error) : new LogUnavailable(messageOf(error), false, { cause: error });
};

/** Why the store cannot be opened. Doubts about certificates do not go away by themselves. */
export const openFailure = (error: unknown, place: string): Error => {
  const failure = readFailure(error);
  const message = `${place}: ${failure.message}`;
  if (failure instanceof LogRefused) return new LogRefused(message, { cause: error });
  const doubt = CERTIFICATE.exec(failure.message);
  if (!doubt) return new LogUnavailable(message, false, { cause: error });
  return new LogRefused(
    `${place}: EventStoreDB is not believed to be itself (${doubt[0].trim()}): name the authority that signed its certificate by tlsCAFile=FILE ` +
      'in the connection string',
    { cause: error },
  );
};

/** As OpenSSL and Node say it. */
const CERTIFICATE = /[^.:]*(?:certificate|altnames|CERT_)[^.]*/i;

/** May it be otherwise a moment later? */
export const isPassing = (error: unknown): boolean => !REFUSALS.has(typeOf(error)) && !isStreamMissing(error);

const refused = (error: unknown): LogRefused => new LogRefused(messageOf(error), { cause: error });

export const isStreamMissing = (error: unknown): boolean => typeOf(error) === 'stream-not-found';

const isConflict = (error: unknown): error is WrongExpectedVersionError => typeOf(error) === 'wrong-expected-version';

const revisionOf = (version: WrongExpectedVersionError['actualVersion']): ExpectedRevision =>
  typeof version === 'bigint' && version >= 0n ? Number(version) : 'no-stream';

/** By the name, for the client's classes are loaded only when they are needed. */
export const typeOf = (error: unknown): string =>
  error instanceof Error && 'type' in error ? String((error as CommandError).type) : '';

const messageOf = (error: unknown): string => {
  const type = typeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  return `EventStoreDB: ${type === '' ? '' : `${type}: `}${message}${UNDISCOVERED.test(message) ? DOUBTS : ''}`;
};

/** Of why it failed the client tells nothing. */
const UNDISCOVERED = /^Failed to discover/;
const DOUBTS = ' No host answers, or none as it should: right hosts and ports, tls, tlsCAFile?';
