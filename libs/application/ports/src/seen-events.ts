import type { StoredEvent } from './event-log.js';

/** Where an event was that rows are made of; of a log that has it there, they are rows. */
export type SeenEvent = Pick<StoredEvent, 'stream' | 'revision' | 'id' | 'position'>;

/** What a store keeps of the last of these events; null when there is none. */
export const seenText = (events: readonly StoredEvent[]): string | null => {
  const last = events.at(-1);
  return last ? textOf(last) : null;
};

/** What was kept, as it was. */
export const seenOf = (texts: readonly unknown[]): readonly SeenEvent[] =>
  texts.flatMap((text) => (typeof text === 'string' ? [JSON.parse(text) as SeenEvent] : []));

/** Are these the same events, in any order? */
export const haveSeenTheSame = (some: readonly SeenEvent[], others: readonly SeenEvent[]): boolean =>
  some.map(textOf).sort().join('\n') === others.map(textOf).sort().join('\n');

const textOf = ({ stream, revision, id, position }: SeenEvent): string =>
  JSON.stringify({ stream, revision, id, position });
