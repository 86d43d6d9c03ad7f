import type { EventStoreDBClient } from '@eventstore/db-client';
import type { ParkedEvent } from '@application/ports';
import { isStreamMissing } from '../store-errors.js';
import { storedEvent } from '../stored-events.js';
import { parkedStream } from './group-names.js';

/** What the store writes before a reason that a consumer gave. */
const PREFIX = /^Client explicitly NAK'ed message\.\s*/;

/** The store keeps links to what it parked, with the reason in their metadata. */
export const parkedIn = async (client: EventStoreDBClient, group: string): Promise<readonly ParkedEvent[]> => {
  const parked: ParkedEvent[] = [];
  try {
    for await (const { event, link } of client.readStream(parkedStream(group), { resolveLinkTos: true })) {
      if (event && link) parked.push({ event: storedEvent(event), reason: reasonIn(link.metadata) });
    }
  } catch (error) {
    if (!isStreamMissing(error)) throw error;
  }
  return parked;
};

const reasonIn = (metadata: unknown): string => {
  const { reason } = (metadata ?? {}) as { readonly reason?: unknown };
  return typeof reason === 'string' ? reason.replace(PREFIX, '') : '';
};
