import type { EventData, RecordedEvent } from '@eventstore/db-client';
import { type EventMeta, LogDamaged, type NewEvent, type StoredEvent } from '@application/ports';
import { type Json, reviveNumerals } from '@domain/kernel';
import { positionText, type StorePosition } from './positions.js';

/** The store's metadata is our metadata and the version of the data. */
interface StoredMeta extends EventMeta {
  readonly schema: number;
}

/** An event as the client takes it: JSON, so that people can read it in the store. */
export const proposedEvent = ({ id, type, schema, data, meta }: NewEvent): EventData =>
  ({ id, type, contentType: 'application/json', data, metadata: { ...meta, schema } }) as unknown as EventData;

/** Streams of the store itself begin with a dollar sign; ours never do. */
export const isOurs = ({ streamId }: Pick<RecordedEvent, 'streamId'>): boolean => !streamId.startsWith('$');

/** @throws LogDamaged when it is not what this program writes */
export const storedEvent = (event: RecordedEvent): StoredEvent => {
  const position = positionText(placeOf(event));
  const { schema, ...meta } = objectIn(event.metadata, position, 'metadata') as StoredMeta;
  const data = reviveNumerals(objectIn(event.data, position, 'data') as Json) as object;
  const { id, type, streamId: stream, revision } = event;
  return { id, type, schema, data, meta, stream, revision: Number(revision), position };
};

const objectIn = (value: unknown, position: string, part: string): object => {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return value;
  throw new LogDamaged(position, `${part} is not JSON`);
};

const placeOf = ({ streamId, revision, position }: RecordedEvent): StorePosition => {
  if (position === undefined)
    throw new LogDamaged(`${streamId}@${revision}`, 'the store tells no position: it is older than 22.6');
  return position;
};
