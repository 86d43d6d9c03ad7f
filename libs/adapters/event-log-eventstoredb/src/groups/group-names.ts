import { createHash } from 'node:crypto';
import type { Filter } from '@eventstore/db-client';
import type { LogFilter } from '@application/ports';

const MARK = 8;

/**
 * The store cannot change the filter of a group, nor tell it. So the filter is a part of the name, and another filter
 * is another group, which goes on where the one before stands.
 */
export const storeName = (group: string, filter: LogFilter): string => {
  const text = JSON.stringify([sorted(filter.streamPrefixes), sorted(filter.eventTypes)]);
  return `${group}.${createHash('sha256').update(text).digest('hex').slice(0, MARK)}`;
};

/** Is this a group of that name, with whichever filter? */
export const isNamed = (name: string, group: string): boolean => name.slice(0, -MARK - 1) === group;

/** The stream into which the store puts what a group could not handle. */
export const parkedStream = (name: string): string => `$persistentsubscription-$all::${name}-parked`;

const sorted = (list: readonly string[] | undefined): readonly string[] | null => (list ? [...list].sort() : null);

const WINDOW = { checkpointInterval: 1, maxSearchWindow: 256 };

/** The store takes one half of our filter; what else comes is let by here. Its own streams are never ours. */
export const storeFilter = ({ streamPrefixes, eventTypes }: LogFilter): Filter => {
  if (eventTypes) return { filterOn: 'eventType', regex: `^(${eventTypes.map(escaped).join('|')})$`, ...WINDOW };
  if (streamPrefixes) return { filterOn: 'streamName', prefixes: [...streamPrefixes], ...WINDOW };
  return { filterOn: 'streamName', regex: '^[^$]', ...WINDOW };
};

const escaped = (text: string): string => text.replace(/[^A-Za-z0-9_]/g, '\\$&');
