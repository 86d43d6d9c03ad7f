import type { PlacedEvent } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { isJsonObject, type Json, NUMERAL_KEY, reviveNumerals } from '@domain/kernel';
import { TransferRefused } from './transfer-refused.js';

/** What a whole log amounts to: two files of the same log end alike. */
export interface Totals {
  readonly events: number;
  readonly streams: number;
  /** Over every line before, each with the line feed behind it. */
  readonly sha256: string;
}

const FORMAT = 1;

/** The first line: what this is, and by which rules it was written. */
export const HEADER = JSON.stringify({ cairn: 'log', format: FORMAT });

/** An event in a fixed order of keys. Its position is left out: that belongs to the store it came from. */
export const lineOf = ({ stream, revision, id, type, schema, data, meta }: StoredEvent): string =>
  JSON.stringify({ stream, revision, id, type, schema, data, meta });

/** The last line. Without it the rest is not whole. */
export const endLine = ({ events, streams, sha256 }: Totals): string =>
  JSON.stringify({ end: { events, streams, sha256 } });

/** @throws TransferRefused when this is no first line of ours */
export const expectHeader = (line: string | undefined): void => {
  if (line === HEADER) return;
  const header = line === undefined ? undefined : parsed(line);
  if (header?.['cairn'] !== 'log') throw new TransferRefused('this is no exported log');
  throw new TransferRefused(`this log was exported in format ${JSON.stringify(header['format'])}; known is ${FORMAT}`);
};

/** A line between the first one and the last. @throws TransferRefused when it is not whole */
export const readLine = (line: string, number: number): PlacedEvent | { readonly end: Totals } => {
  const value = parsed(line);
  if (value && isJsonObject(value['end'])) return value as unknown as { end: Totals };
  if (!value || !isEvent(value)) throw new TransferRefused(`line ${number} is no event: the file is damaged there`);
  return line.includes(NUMERAL_KEY) ? (reviveNumerals(value) as unknown as PlacedEvent) : value;
};

const parsed = (line: string): Record<string, Json> | undefined => {
  try {
    const value = JSON.parse(line) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // told by the caller, who knows which line it is
  }
};

const isEvent = (value: Record<string, Json>): value is Record<string, Json> & PlacedEvent =>
  ['stream', 'id', 'type'].every((key) => typeof value[key] === 'string') &&
  ['revision', 'schema'].every((key) => Number.isSafeInteger(value[key])) &&
  ['data', 'meta'].every((key) => typeof value[key] === 'object' && value[key] !== null) &&
  isJsonObject((value['meta'] as Record<string, Json>)['actor']);
