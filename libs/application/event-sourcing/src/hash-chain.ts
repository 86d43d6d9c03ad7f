import { hash } from 'node:crypto';
import type { EventMeta, NewEvent, Revision, StoredEvent } from '@application/ports';

/** An event whose place in the chain is not sealed yet. */
export type Unsealed = Omit<NewEvent, 'meta'> & { readonly meta: Omit<EventMeta, 'hash'> };

/** An event and its place in its stream. */
export type PlacedEvent = Omit<StoredEvent, 'position'>;

/**
 * Hash that seals an event to all events before it in its stream: SHA-256 (hex) over the previous hash and the event's
 * canonical text. Every part is JSON in a fixed order, so that an event read back from any store gives the same hash.
 * @param previousHash `meta.hash` of the event before, null for the first
 * @param data JSON text of the event's data, where it is at hand
 */
export const chain = (
  previousHash: string | null,
  { stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>,
  event: Unsealed,
  data: string = JSON.stringify(event.data),
): string => {
  const { correlation, causation, actor, at, request, authz } = event.meta;
  const envelope = JSON.stringify([
    previousHash,
    [stream, revision, event.id, event.type, event.schema],
    [correlation, causation, [actor.kind, actor.id, actor.name], at],
    [request ?? null, authz ? [authz.rule, authz.via ?? null] : null],
  ]);
  return sealOf(envelope, data);
};

/** Room for what is hashed: joining two texts would copy them once more, for every event there is. */
const scratch = Buffer.allocUnsafe(256 * 1024);
const BYTES_PER_UNIT = 3;

const sealOf = (envelope: string, data: string): string => {
  if ((envelope.length + data.length + 1) * BYTES_PER_UNIT > scratch.length)
    return hash('sha256', `${envelope}\n${data}`, 'hex');
  const line = scratch.write(`${envelope}\n`);
  return hash('sha256', scratch.subarray(0, line + scratch.write(data, line)), 'hex');
};

/** First revision whose hash or place does not follow from the events before it; null when all do. Takes a whole stream. */
export const verifyStream = (events: Iterable<StoredEvent>): Revision | null => {
  let previousHash: string | null = null;
  let revision = 0;
  for (const event of events) {
    if (!follows(event, revision, previousHash)) return revision;
    previousHash = event.meta.hash;
    revision += 1;
  }
  return null;
};

/** Is this the event that belongs at the revision, sealed to the one before? */
export const follows = (event: PlacedEvent, revision: Revision, previousHash: string | null): boolean =>
  event.revision === revision && event.meta.hash === chain(previousHash, event, event);
