import { ChainWalk, type PlacedEvent } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { isJsonObject, type Json, NUMERAL_KEY, reviveNumerals } from '@domain/kernel';
import { parsedLine } from './framing.js';
import { TransferRefused } from './transfer-refused.js';

/** An event in a fixed order of keys. Its position is left out: that belongs to the store it came from. */
export const lineOf = ({ stream, revision, id, type, schema, data, meta }: StoredEvent): string =>
  JSON.stringify({ stream, revision, id, type, schema, data, meta });

/** @throws TransferRefused when the line is no event */
export const eventOf = (line: string, number: number): PlacedEvent => {
  const value = parsedLine(line);
  if (!value || !isEvent(value)) throw new TransferRefused(`event ${number} cannot be read: the file is damaged there`);
  return line.includes(NUMERAL_KEY) ? (reviveNumerals(value) as unknown as PlacedEvent) : value;
};

const isEvent = (value: Record<string, Json>): value is Record<string, Json> & PlacedEvent =>
  ['stream', 'id', 'type'].every((key) => typeof value[key] === 'string') &&
  ['revision', 'schema'].every((key) => Number.isSafeInteger(value[key])) &&
  ['data', 'meta'].every((key) => typeof value[key] === 'object' && value[key] !== null) &&
  isJsonObject((value['meta'] as Record<string, Json>)['actor']);

/** Lets events pass that follow from those before them, in the order of the log. */
export class CheckedEvents {
  private readonly walk = new ChainWalk();

  /** @throws TransferRefused at the first one that does not */
  pass(event: PlacedEvent): void {
    const revision = this.walk.breakAt(event);
    if (revision === null) return;
    throw new TransferRefused(
      `revision ${revision} of ${event.stream} is not what was written there; nothing is moved from there on`,
    );
  }

  get count(): number {
    return this.walk.events;
  }
}
