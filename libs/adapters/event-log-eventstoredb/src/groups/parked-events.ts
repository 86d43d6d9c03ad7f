import type { EventStoreDBClient } from '@eventstore/db-client';
import type { ParkedEvent } from '@application/ports';
import { OF_LEADER } from '../connecting.js';
import { answersOf, withPatience } from '../reading.js';
import { isStreamMissing } from '../store-errors.js';
import { storedEvent } from '../stored-events.js';
import { parkedStream } from './group-names.js';

/** What the store writes before a reason that a consumer gave. */
const PREFIX = /^Client explicitly NAK'ed message\.\s*/;

/** The store keeps links to what it parked, with the reason in their metadata. */
export const parkedIn = async (client: EventStoreDBClient, group: string): Promise<readonly ParkedEvent[]> => {
  try {
    return await withPatience(() => read(client, parkedStream(group)));
  } catch (error) {
    if (isStreamMissing(error)) return []; // nothing was ever parked
    throw error;
  }
};

const read = async (client: EventStoreDBClient, stream: string): Promise<readonly ParkedEvent[]> => {
  const parked: ParkedEvent[] = [];
  for await (const { event, link } of answersOf(client.readStream(stream, { ...OF_LEADER, resolveLinkTos: true }))) {
    if (event && link) parked.push({ event: storedEvent(event), reason: reasonIn(link.metadata) });
  }
  return parked;
};

const reasonIn = (metadata: unknown): string => {
  const { reason } = (metadata ?? {}) as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason.replace(PREFIX, '') : '';
};
